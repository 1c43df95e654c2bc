import { GenerationError, HttpStatusError, ModelfleetError, type ModelRequest, messageText } from "@modelfleet/core";

const overflow =
  /context[ _-]?(length|size|window)|maximum context|exceeds?\b.*\b(context|n_ctx)|too many (input )?tokens|(prompt|input) is too long/i;

/** A piece of what was sent that is this long does not stand in an upstream's words by chance. */
const echoLength = 12;

/** What was sent to the upstream and must not come back in an error. */
export function sentTexts({ messages, prompt }: Pick<ModelRequest, "messages" | "prompt">): string[] {
  return [...messages.map(messageText), prompt ?? ""].filter((text) => text.trim() !== "");
}

/** Servers that echo a faulty request (vLLM's do) quote the beginning of a message, or what is short in whole. */
export function echoes(words: string, sent: readonly string[]): boolean {
  const normal = (text: string): string => text.replace(/\\[nrt]|\s+/g, " ").trim();
  const said = normal(words);
  return sent.some((text) => {
    const start = normal(text).slice(0, echoLength);
    return start.length >= 4 && said.includes(start);
  });
}

/** @param sent what must not be repeated */
function explain(error: HttpStatusError, model: string, sent: readonly string[]): string {
  const { status } = error;
  const what = error.message.split(": status ", 1)[0];
  // A refused key is quoted by some servers, in part.
  if (status === 401 || status === 403)
    return `${what}: the upstream refuses the key (status ${status}). Check api_key`;
  const words = echoes(error.message, sent) ? `${what}: status ${status}` : error.message;
  if (status === 404) {
    return `${words.split(". Check the address")[0]}. The upstream does not know the model ${JSON.stringify(model)}, or has no such route: check backend and api_base`;
  }
  if (overflow.test(error.message)) return `${words}. The conversation is longer than the model's context: shorten it`;
  return words;
}

const isStatus = (error: unknown): error is HttpStatusError => ModelfleetError.isInstance(error, "http_status");

/** The same failure in words that say what to do and repeat neither key nor prompt. */
export function upstreamFailure(error: unknown, model: string, sent: readonly string[]): unknown {
  if (!isStatus(error)) return error;
  const { status, retryAfterMs } = error;
  return new HttpStatusError(explain(error, model, sent), { status, retryAfterMs });
}

/**
 * For a generation: an upstream that refuses this request has answered it, by a failed generation with the status as
 * its code. One that is at its limit (429) or down (5xx) has not: that is thrown, so that another instance is tried.
 */
export function generationFailure(error: unknown, model: string, sent: readonly string[]): unknown {
  const failure = upstreamFailure(error, model, sent);
  if (!isStatus(failure) || failure.status === 408 || failure.status === 429) return failure;
  // llama.cpp's server and others answer 500 to a prompt that is too long, which is so everywhere.
  if (failure.status >= 500 && !overflow.test(failure.message)) return failure;
  return new GenerationError(failure.message, { errorCode: failure.status, partialText: "" });
}
