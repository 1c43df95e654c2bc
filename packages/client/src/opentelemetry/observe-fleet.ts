import type { ModelOutput } from "@modelfleet/core";
import type { Attributes } from "@opentelemetry/api";
import type { Fleet } from "../fleet.ts";
import type { Operation } from "./names.ts";
import type { ObservedCall } from "./observed-call.ts";
import { ObservedStream } from "./observed-stream.ts";
import { samplingOf, streamedSamplingOf } from "./sampling-attributes.ts";
import { Telemetry, type TelemetryOptions } from "./telemetry.ts";

/**
 * The same fleet, with a client's span and figures for each call to a model, and that span passed on to workers as
 * `traceparent` and as `DB-GPT-Trace-Span-Id`.
 *
 * ```ts
 * const fleet = observeFleet(createFleet({ controller }));
 * ```
 */
export function observeFleet(fleet: Fleet, options: TelemetryOptions = {}): Fleet {
  const telemetry = new Telemetry("client", options);
  const ask = async <T>(
    operation: Operation,
    model: string,
    given: Parameters<Telemetry["begin"]>[2],
    send: (call: ObservedCall) => Promise<T>,
    more?: Attributes,
  ): Promise<T> => {
    const call = telemetry.begin(operation, model, given, more);
    try {
      const answer = await send(call);
      call.end();
      return answer;
    } catch (error) {
      call.end(error);
      throw error;
    }
  };
  return {
    ...fleet,
    chat: {
      stream: (request, given) =>
        new ObservedStream(() => {
          const call = telemetry.begin("chat", request.model, given, streamedSamplingOf(request));
          try {
            return { call, source: fleet.chat.stream(call.request(request), call.options(given)) };
          } catch (error) {
            call.end(error);
            throw error;
          }
        }),
      generate: (request, given) =>
        ask(
          "chat",
          request.model,
          given,
          async (call): Promise<ModelOutput> => {
            const output = await fleet.chat.generate(call.request(request), call.options(given));
            call.whole(output);
            return output;
          },
          samplingOf(request),
        ),
    },
    embed: (request, given) =>
      ask("embeddings", request.model, given, async (call) => {
        const vectors = await fleet.embed(request, call.options(given));
        call.vectors(vectors);
        return vectors;
      }),
    rerank: (request, given) =>
      ask("rerank", request.model, given, (call) => fleet.rerank(request, call.options(given))),
    countTokens: (request, given) =>
      ask("count_tokens", request.model, given, (call) => fleet.countTokens(request, call.options(given))),
  };
}
