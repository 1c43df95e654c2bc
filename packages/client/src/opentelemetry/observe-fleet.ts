import type { Fleet } from "../fleet.ts";
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
  return {
    ...fleet,
    chat: {
      stream: (request, given) =>
        telemetry.stream(request.model, given, streamedSamplingOf(request), (call) =>
          fleet.chat.stream(call.request(request), call.options(given)),
        ),
      generate: (request, given) =>
        telemetry.ask("chat", request.model, given, samplingOf(request), async (call) =>
          call.whole(await fleet.chat.generate(call.request(request), call.options(given))),
        ),
    },
    embed: (request, given) =>
      telemetry.ask("embeddings", request.model, given, {}, async (call) =>
        call.vectors(await fleet.embed(request, call.options(given))),
      ),
    rerank: (request, given) =>
      telemetry.ask("rerank", request.model, given, {}, (call) => fleet.rerank(request, call.options(given))),
    countTokens: (request, given) =>
      telemetry.ask("count_tokens", request.model, given, {}, (call) =>
        fleet.countTokens(request, call.options(given)),
      ),
  };
}
