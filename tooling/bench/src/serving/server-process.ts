// One measured server, in a process of its own, which ends with its parent. Usage: server-process.ts NAME UPSTREAM_PORT
import { api } from "./contenders/api.ts";
import { apiOpenAI } from "./contenders/api-openai.ts";
import { bareController } from "./contenders/bare-controller.ts";
import { bareJson } from "./contenders/bare-json.ts";
import { controller } from "./contenders/controller.ts";
import { honoSse } from "./contenders/hono-sse.ts";
import { rawPipe } from "./contenders/raw-pipe.ts";

const contenders: Record<string, (upstreamPort: number) => Promise<number>> = {
  api,
  "api-openai": apiOpenAI,
  "bare-controller": bareController,
  "bare-json": bareJson,
  controller,
  "hono-sse": honoSse,
  "raw-pipe": rawPipe,
};

const [name = "", upstreamPort] = process.argv.slice(2);
process.send?.(await contenders[name]?.(Number(upstreamPort)));
process.once("disconnect", () => process.exit());
