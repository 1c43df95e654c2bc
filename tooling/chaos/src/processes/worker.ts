import { setTimeout as delay, setImmediate as immediate } from "node:timers/promises";
import { ModelRegistryClient } from "@modelfleet/client";
import { messageText } from "@modelfleet/core";
import { defineEngine } from "@modelfleet/engines";
import { LocalWorkerManager, workerApp } from "@modelfleet/server";
import { createNodeTransport } from "@modelfleet/transport/node";
import { questionOf, tokenOf, vectorOf } from "../expected-answer.ts";
import { machineNow } from "../machine-clock.ts";
import type { FromProcess } from "./messages.ts";
import { serveProcess } from "./serve-process.ts";
import type { WorkerSettings } from "./settings.ts";

const settings = JSON.parse(process.argv[2] ?? "{}") as WorkerSettings;
let running = 0;
let ownPort = 0;

const engine = () =>
  defineEngine({
    name: "chaos",
    async *generate({ messages, prompt }, { signal }) {
      const last = messages.at(-1);
      const question = questionOf(last ? messageText(last) : (prompt ?? ""));
      running += 1;
      try {
        for (let index = 0; index < question.tokens; index++) {
          if (settings.tokenMs > 0) await delay(settings.tokenMs, undefined, { signal });
          // As fast as it can, and others have their turn.
          else await immediate(undefined, { signal });
          yield tokenOf(question.id, index).padEnd(settings.tokenBytes ?? 0, ".");
        }
      } finally {
        running -= 1;
        const message: FromProcess = { type: "ended", id: question.id, at: machineNow() };
        if (process.connected) process.send?.(message);
      }
    },
    embed: (texts) => texts.map((text) => vectorOf(text)),
    countTokens: (text) => text.split(" ").length,
  });

const transport = createNodeTransport();
// One for each, so that a controller that hangs does not hold back what the other hears.
const registries = settings.controllers.map(
  (controller) => new ModelRegistryClient({ transport, controller, timeouts: settings.controllerTimeouts }),
);
const manager = new LocalWorkerManager({
  engines: { chaos: { create: engine } },
  address: settings.address ?? (() => ({ host: "127.0.0.1", port: ownPort })),
  registries,
  heartbeatIntervalMs: settings.heartbeatMs,
  concurrency: settings.concurrency,
  maxWaiting: settings.maxWaiting,
  onError: (error, doing) => process.stderr.write(`${doing}: ${String(error)}\n`),
});
await manager.addModel({ name: settings.chatModel });
await manager.addModel({ name: settings.embeddingModel, workerType: "text2vec" });

await serveProcess({
  app: workerApp(manager),
  started(port) {
    ownPort = port;
    return manager.start();
  },
  withdraw: () => manager.withdraw(),
  async stop() {
    await manager.stop({ ignoreErrors: true });
    await transport.close();
  },
  running: () => running,
});
