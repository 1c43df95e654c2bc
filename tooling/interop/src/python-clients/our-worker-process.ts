// A worker of ours in a process of its own, so that it can be killed. One model, `echo` by its engine.
//
// usage: node --conditions=modelfleet-source our-worker-process.ts CONTROLLER MODEL ANSWER
// Prints {"ready":true,"port":N,...} once it is registered, and ends when stdin closes.
import { ModelRegistryClient } from "@modelfleet/client";
import { createEchoEngine } from "@modelfleet/engines/echo";
import { LocalWorkerManager, workerApp } from "@modelfleet/server";
import { serve } from "@modelfleet/server/node";
import { createNodeTransport } from "@modelfleet/transport/node";

const [controller = "", name = "", answer = ""] = process.argv.slice(2);
const transport = createNodeTransport();
const manager = new LocalWorkerManager({
  engines: { echo: { create: () => createEchoEngine() } },
  address: () => worker,
  registries: [new ModelRegistryClient({ transport, controller })],
  heartbeatIntervalMs: 500,
});
await manager.addModel({ name, params: { provider: "echo", answer } });
const worker = await serve(workerApp(manager));
await manager.start();
process.stdout.write(`${JSON.stringify({ ready: true, port: worker.port, mode: "ours", models: [`${name}@llm`] })}\n`);

async function stop(): Promise<void> {
  await manager.stop();
  await worker.close();
  await transport.close();
}
process.stdin.on("end", () => void stop()).resume();
process.on("SIGTERM", () => void stop().then(() => process.stdin.destroy()));
