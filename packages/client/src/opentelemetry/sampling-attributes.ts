import type { ModelRequest } from "@modelfleet/core";
import type { Attributes } from "@opentelemetry/api";
import { attributes } from "./names.ts";

/** What was asked of the model, as far as it is no text of the caller's. */
export function samplingOf(request: Omit<ModelRequest, "messages">): Attributes {
  const { temperature, topP, topK, maxNewTokens, presencePenalty, frequencyPenalty } = request;
  const given = { temperature, topP, topK, maxNewTokens, presencePenalty, frequencyPenalty };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [[attributes[name as keyof typeof given], value]],
    ),
  );
}

/** The same of one that streams. */
export function streamedSamplingOf(request: Omit<ModelRequest, "messages">): Attributes {
  return { ...samplingOf(request), [attributes.stream]: true };
}
