import { controllerApp, MemoryModelRegistry } from "@modelfleet/server";
import { serveProcess } from "./serve-process.ts";
import type { ControllerSettings } from "./settings.ts";

const { heartbeatTimeoutMs } = JSON.parse(process.argv[2] ?? "{}") as ControllerSettings;
await serveProcess({ app: controllerApp(new MemoryModelRegistry({ heartbeatTimeoutMs })) });
