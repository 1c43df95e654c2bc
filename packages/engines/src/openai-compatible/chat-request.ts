import { type ModelRequest, toOpenAIMessages } from "@modelfleet/core";
import type { Upstream } from "./upstream.ts";

/** Drops what is not set: many upstreams refuse parameters that they do not know, and nulls. */
function onlySet(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

function stopStrings({ stop }: ModelRequest): string | readonly string[] | undefined {
  return stop?.length ? stop : undefined;
}

function maxTokensField(upstream: Upstream): string {
  // OpenAI's reasoning models refuse the old name, and many other servers do not know the new one.
  const isOpenAI = new URL(upstream.url("")).hostname === "api.openai.com";
  return upstream.options.maxTokensField ?? (isOpenAI ? "max_completion_tokens" : "max_tokens");
}

/**
 * The route and body of a generation. Without messages it is a completion of the bare prompt.
 *
 * @throws InvalidInputError for media that OpenAI's messages have no part for
 */
export function chatRequest(upstream: Upstream, request: ModelRequest): { url: string; body: object } {
  const bare = request.messages.length === 0 && request.prompt !== undefined;
  const body = onlySet({
    model: upstream.modelName(request.model),
    messages: bare ? undefined : toOpenAIMessages(request.messages),
    prompt: bare ? request.prompt : undefined,
    echo: bare ? request.echo || undefined : undefined,
    stream: true,
    stream_options: (upstream.options.includeUsage ?? true) ? { include_usage: true } : undefined,
    [bare ? "max_tokens" : maxTokensField(upstream)]: request.maxNewTokens,
    temperature: request.temperature,
    top_p: request.topP,
    top_k: request.topK,
    stop: stopStrings(request),
    stop_token_ids: request.stopTokenIds?.length ? request.stopTokenIds : undefined,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
  });
  return { url: upstream.url(bare ? "completions" : "chat/completions"), body };
}
