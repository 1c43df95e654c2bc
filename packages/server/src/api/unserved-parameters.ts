import { invalidParameter } from "./api-error.ts";

/** Whether a value asks for nothing, so that leaving it out changes nothing. */
type AsksNothing = (value: unknown) => boolean;

const empty: AsksNothing = (value) =>
  value === false ||
  value === 0 ||
  value === "" ||
  (typeof value === "object" && value !== null && Object.keys(value).length === 0);
const never: AsksNothing = () => false;
const oneOf =
  (...allowed: readonly unknown[]): AsksNothing =>
  (value) =>
    allowed.includes(value);

/** Known parameters that are not served, of OpenAI's own API and of servers like it. */
const generation: Readonly<Record<string, AsksNothing>> = {
  seed: never,
  logprobs: empty,
  top_logprobs: empty,
  logit_bias: empty,
  best_of: oneOf(1),
  min_p: empty,
  repetition_penalty: oneOf(1),
  length_penalty: oneOf(1),
  use_beam_search: empty,
  ignore_eos: empty,
  min_tokens: empty,
  prompt_logprobs: empty,
  guided_json: never,
  guided_regex: never,
  guided_choice: never,
  guided_grammar: never,
  structured_outputs: never,
};

const chat: Readonly<Record<string, AsksNothing>> = {
  ...generation,
  tools: empty,
  tool_choice: oneOf("none", "auto"),
  functions: empty,
  function_call: oneOf("none", "auto"),
  response_format: (value) => (value as { type?: unknown }).type === "text",
  modalities: (value) => Array.isArray(value) && value.every((entry) => entry === "text"),
  audio: never,
  prediction: never,
  reasoning_effort: never,
  verbosity: oneOf("medium"),
  web_search_options: never,
  store: empty,
  service_tier: oneOf("auto", "default"),
  chat_template_kwargs: empty,
};

type ServedRoute = "chat" | "completions" | "embeddings" | "rerank";

/** By route. What is not here and not served either is unknown, and ignored as by other servers of this protocol. */
const unserved: Readonly<Record<ServedRoute, Readonly<Record<string, AsksNothing>>>> = {
  chat,
  completions: { ...generation, suffix: empty },
  embeddings: { dimensions: never },
  rerank: { max_chunks_per_doc: never, max_tokens_per_doc: never, rank_fields: never },
};

/**
 * Refuses what we know and cannot do, by name: a caller who asks for tools must not get an answer as if there were
 * none. What asks for nothing (`null`, `tools: []`, `logprobs: false`) passes.
 *
 * @throws ApiError 400
 */
export function refuseUnserved(
  route: ServedRoute,
  body: Readonly<Record<string, unknown>>,
  ignored: ReadonlySet<string>,
): void {
  const table = unserved[route];
  for (const name of Object.keys(body)) {
    const value = body[name];
    if (value === null || value === undefined || !Object.hasOwn(table, name) || ignored.has(name)) continue;
    if (table[name]?.(value)) continue;
    throw invalidParameter(
      name,
      `'${name}' is not supported by this server with this value. Leave it out.`,
      "unsupported_parameter",
    );
  }
}
