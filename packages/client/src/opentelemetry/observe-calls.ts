import type { CallOptions, ModelOutput, WorkerManager } from "@modelfleet/core";
import type { Attributes } from "@opentelemetry/api";
import type { Operation } from "./names.ts";
import type { ObservedCall } from "./observed-call.ts";
import { ObservedStream } from "./observed-stream.ts";
import { samplingOf, streamedSamplingOf } from "./sampling-attributes.ts";
import { type Side, Telemetry, type TelemetryOptions } from "./telemetry.ts";

type Calls = Pick<WorkerManager, "generateStream" | "generate" | "embeddings" | "countToken">;

/**
 * The same worker manager, with a span and figures for each call to a model. What it calls itself gets that span as
 * `traceparent` and as `DB-GPT-Trace-Span-Id`. All else is the manager's own.
 *
 * @param side whether it is asked here, or answers for others
 */
export function observeCalls<T extends WorkerManager>(manager: T, side: Side, options: TelemetryOptions = {}): T {
  const telemetry = new Telemetry(side, options);
  const ask = async <R extends { model: string; spanId?: string | undefined }, A>(
    operation: Operation,
    request: R,
    given: CallOptions | undefined,
    send: (request: R, call: CallOptions, observed: ObservedCall) => Promise<A>,
    more?: Attributes,
  ): Promise<A> => {
    const observed = telemetry.begin(operation, request.model, given, more);
    try {
      const answer = await send(request, observed.options(given), observed);
      observed.end();
      return answer;
    } catch (error) {
      observed.end(error);
      throw error;
    }
  };
  const calls: Calls = {
    generateStream: (request, given) =>
      new ObservedStream(() => {
        const call = telemetry.begin("chat", request.model, given, streamedSamplingOf(request));
        try {
          return { call, source: manager.generateStream(call.request(request), call.options(given)) };
        } catch (error) {
          call.end(error);
          throw error;
        }
      }),
    generate: (request, given) =>
      ask(
        "chat",
        request,
        given,
        async (_, call, observed): Promise<ModelOutput> => {
          const output = await manager.generate(observed.request(request), call);
          observed.whole(output);
          return output;
        },
        samplingOf(request),
      ),
    embeddings: (request, given) => {
      const reranks = request.query !== undefined || request.workerType === "reranker";
      return ask(reranks ? "rerank" : "embeddings", request, given, async (_, call, observed) => {
        const vectors = await manager.embeddings(observed.request(request), call);
        if (!reranks) observed.vectors(vectors);
        return vectors;
      });
    },
    countToken: (request, given) =>
      ask("count_tokens", request, given, (asked, call) => manager.countToken(asked, call)),
  };
  return new Proxy(manager, {
    get(target, name) {
      if (Object.hasOwn(calls, name)) return calls[name as keyof Calls];
      const value: unknown = Reflect.get(target, name, target);
      // Private fields want the manager itself.
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
