import { controllerApp, MemoryModelRegistry } from "@modelfleet/server";
import { serve } from "@modelfleet/server/node";

/** Our controller as `modelfleet start controller` makes it. */
export async function controller(): Promise<number> {
  return (await serve(controllerApp(new MemoryModelRegistry()))).port;
}
