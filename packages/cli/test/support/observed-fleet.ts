import { createEchoEngine, type EchoEngineOptions } from "@modelfleet/engines/echo";
import { controllerApp, LocalWorkerManager, MemoryModelRegistry, workerApp } from "@modelfleet/server";
import { serve } from "@modelfleet/server/node";
import { postJson, startServer } from "./serving.ts";

export interface ObservedFleet extends AsyncDisposable {
  address: string;
  workerUrl: string;
  registry: MemoryModelRegistry;
  /** Asks a model, and resolves with its whole answer. */
  ask(model: string): Promise<string>;
  /** Asks a model, and resolves with the status as soon as it has begun to answer. */
  begin(model: string): Promise<number>;
  stopController(): Promise<void>;
}

const scripts: Record<string, EchoEngineOptions> = {
  "qwen3-32b": { answer: "one two three" },
  broken: { fault: { type: "error", message: "no memory" } },
  "slow-thinker": { answer: "one two three", fault: { type: "hang", after: 1 } },
};

/**
 * A controller and a worker of ours, with models that answer, fail and hang, one at a time each, and beside it a worker
 * that has no figures, as DB-GPT's own, and rows of workers that are down or switched off.
 */
export async function startObservedFleet(): Promise<ObservedFleet> {
  const stack = new AsyncDisposableStack();
  const registry = new MemoryModelRegistry();
  const controller = await serve(controllerApp(registry), { port: 0 });
  stack.defer(() => controller.close({ drainMs: 0 }));
  const address = { host: "127.0.0.1", port: 0 };
  const manager = new LocalWorkerManager({
    engines: { echo: { create: ({ name }) => createEchoEngine(scripts[name]), concurrency: 2 } },
    address: () => address,
    registries: [registry],
  });
  for (const name of Object.keys(scripts)) await manager.addModel({ name });
  const worker = await serve(workerApp(manager), { port: 0 });
  address.port = worker.port;
  stack.defer(() => worker.close({ drainMs: 0 }));
  await manager.start();
  stack.defer(() => manager.stop());
  const python = stack.use(await startServer((_request, response) => response.writeHead(404).end()));
  // Nobody beats for them.
  const at = (workerKey: string, port: number) => ({ workerKey, host: "127.0.0.1", port, checkHealthy: false });
  await registry.registerInstance(at("bge-m3@text2vec", python.port));
  await registry.registerInstance({ ...at("bge-reranker@reranker", python.port), enabled: false });
  await registry.registerInstance(at("qwen3-32b@llm", 9));
  await registry.deregisterInstance(at("qwen3-32b@llm", 9));

  const leaving = new AbortController();
  stack.defer(() => leaving.abort());
  const post = (model: string): Promise<Response> =>
    postJson(`${worker.url}/api/worker/generate_stream`, { model, messages: [{ role: "human", content: "hi" }] });
  return {
    address: controller.url,
    workerUrl: worker.url,
    registry,
    ask: async (model) => (await post(model)).text(),
    async begin(model) {
      const answer = await post(model);
      leaving.signal.addEventListener("abort", () => void answer.body?.cancel());
      return answer.status;
    },
    stopController: () => controller.close({ drainMs: 0 }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
