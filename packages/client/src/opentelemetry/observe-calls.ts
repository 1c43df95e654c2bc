import type { ModelWorker, WorkerManager, WorkerRunData } from "@modelfleet/core";
import { samplingOf, streamedSamplingOf } from "./sampling-attributes.ts";
import { type Side, Telemetry, type TelemetryOptions } from "./telemetry.ts";

type Calls = Pick<ModelWorker, "generateStream" | "generate" | "embeddings" | "countToken">;
type Instances = Pick<WorkerManager, "getModelInstances" | "getAllModelInstances" | "selectOneInstance">;

/**
 * The same worker manager, with a span and figures for each call to a model, whether the manager picks the instance or
 * its worker is asked itself. What it calls gets that span as `traceparent` and as `DB-GPT-Trace-Span-Id`. All else is
 * the manager's own.
 *
 * @param side whether it is asked here, or answers for others
 */
export function observeCalls<T extends WorkerManager>(manager: T, side: Side, options: TelemetryOptions = {}): T {
  const telemetry = new Telemetry(side, options);
  const observed = (run: WorkerRunData): WorkerRunData =>
    withOwn<WorkerRunData>(run, { worker: withOwn<ModelWorker>(run.worker, callsOf(run.worker, telemetry)) });
  const instances: Instances = {
    getModelInstances: async (...query) => (await manager.getModelInstances(...query)).map(observed),
    getAllModelInstances: async (...query) => (await manager.getAllModelInstances(...query)).map(observed),
    selectOneInstance: async (...query) => observed(await manager.selectOneInstance(...query)),
  };
  return withOwn<WorkerManager>(manager, { ...callsOf(manager, telemetry), ...instances }) as T;
}

/** What is asked of a model, or of many. */
function callsOf(models: Calls, telemetry: Telemetry): Calls {
  return {
    generateStream: (request, given) =>
      telemetry.stream(request.model, given, streamedSamplingOf(request), (call) =>
        models.generateStream(call.request(request), call.options(given)),
      ),
    generate: (request, given) =>
      telemetry.ask("chat", request.model, given, samplingOf(request), async (call) =>
        call.whole(await models.generate(call.request(request), call.options(given))),
      ),
    embeddings: (request, given) => {
      const reranks = request.query !== undefined || request.workerType === "reranker";
      return telemetry.ask(reranks ? "rerank" : "embeddings", request.model, given, {}, async (call) => {
        const rows = await models.embeddings(call.request(request), call.options(given));
        return reranks ? rows : call.vectors(rows);
      });
    },
    countToken: (request, given) =>
      telemetry.ask("count_tokens", request.model, given, {}, (call) =>
        models.countToken(request, call.options(given)),
      ),
  };
}

/** An object whose properties are those of `own`, and the target's for the rest. */
function withOwn<T extends object>(target: T, own: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      if (Object.hasOwn(own, name)) return own[name as keyof T];
      const value: unknown = Reflect.get(target, name, target);
      // Private fields want the target itself.
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
