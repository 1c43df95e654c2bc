import { type HttpStatusError, ModelfleetError, type ModelWorker } from "@modelfleet/core";
import { defineEngine } from "../define/define-engine.ts";
import { mergeParameters } from "../define/engine-parameters.ts";
import { descriptions, type OpenAICompatibleEngineOptions, optionsSchema, parameters } from "./options.ts";
import { streamChat } from "./stream-chat.ts";
import { Upstream } from "./upstream.ts";
import { upstreamFailure } from "./upstream-failure.ts";
import { embed, rerank } from "./vectors.ts";

/** Whether the upstream is there and takes the key. Any other answer will do: not every server lists its models. */
async function probe(upstream: Upstream): Promise<void> {
  try {
    await upstream.get(upstream.url("models"));
  } catch (error) {
    const answered =
      ModelfleetError.isInstance(error, "http_status") || ModelfleetError.isInstance(error, "invalid_response");
    const status = (error as Partial<HttpStatusError>).status ?? 0;
    if (!answered || status === 401 || status === 403 || status >= 500) throw upstreamFailure(error, "", []);
  }
}

/**
 * A model that another server runs behind OpenAI's protocol: OpenAI itself, vLLM, SGLang, Ollama, LM Studio, another
 * modelfleet. Chats, embeds and reranks, whichever the upstream's model can.
 *
 * An upstream that refuses a chat (401, 404, a context that is too small) is a failed generation with the status as
 * its `errorCode`. One that cannot be reached, is at its limit (429) or broken (5xx), or that cuts the stream, throws.
 *
 * @throws InvalidInputError for options that are wrong; nothing is sent before the first call, unless `probe` is set
 */
export function createOpenAICompatibleEngine(options: OpenAICompatibleEngineOptions = {}): ModelWorker {
  const connect = (params: Readonly<Record<string, unknown>>): Upstream =>
    new Upstream(mergeParameters("openai-compatible", optionsSchema, parameters, options, params));
  let upstream = connect({});

  return defineEngine({
    name: "openai-compatible",
    descriptions,
    now: options.now,
    async start(params) {
      upstream = connect(params);
      if (upstream.options.probe) await probe(upstream);
    },
    generate: (request, call) => streamChat(upstream, request, call),
    embed: (texts, call) => embed(upstream, texts, call),
    rerank: (query, documents, call) => rerank(upstream, query, documents, call),
    metadata: () => ({
      label: upstream.options.backend,
      description: `Served by ${new URL(upstream.url("")).host}`,
      contextLength: upstream.options.contextLength,
      prompt: { promptRoles: ["system", "human", "ai"], promptSep: "\n" },
    }),
  });
}
