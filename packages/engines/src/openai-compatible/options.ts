import type { ParameterDescription } from "@modelfleet/core";
import type { Fetch, Timeouts, Transport } from "@modelfleet/transport";
import * as v from "valibot";
import { describeParameters, type EngineParameter } from "../define/engine-parameters.ts";

export const defaultApiBase = "https://api.openai.com/v1";

export interface OpenAICompatibleEngineOptions {
  /** The base URL, `/v1` included; `https://api.openai.com/v1` by default. */
  apiBase?: string | undefined;
  /** The whole URL of the embeddings or rerank route, where it does not lie under the base. */
  apiUrl?: string | undefined;
  /** Sent as a bearer token. A function is asked before each request. */
  apiKey?: string | (() => string | Promise<string>) | undefined;
  /** The upstream's name of the model; by default the name that it is served under. */
  backend?: string | undefined;
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** What the metadata names, in tokens. The upstream is not asked. */
  contextLength?: number | undefined;
  /** Whether streams ask for usage (`stream_options`), which few old servers refuse; true by default. */
  includeUsage?: boolean | undefined;
  /** What the longest answer is called: `max_completion_tokens` by default at api.openai.com, else `max_tokens`. */
  maxTokensField?: "max_tokens" | "max_completion_tokens" | undefined;
  /** Whether a start fails when the upstream cannot be reached or refuses the key; false by default. */
  probe?: boolean | undefined;
  /** The largest event of a stream, in characters; 16 Mi by default. */
  maxEventLength?: number | undefined;
  /** Limits on time, over those of the transport. */
  timeouts?: Partial<Timeouts> | undefined;
  /** In place of one over `fetch`, such as that of `@modelfleet/transport/node`. It is not closed. */
  transport?: Transport | undefined;
  /** In place of the runtime's own, where there is no `transport`. */
  fetch?: Fetch | undefined;
  /** In place of the clock, in milliseconds since the epoch. */
  now?: (() => number) | undefined;
}

const text = v.optional(v.string());
const flag = v.optional(v.boolean());
const count = v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)));
const aFunction = v.custom<never>((value) => typeof value === "function", "must be a function");
const address = v.optional(
  v.pipe(
    v.string(),
    v.check(
      (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
      "must be an absolute http or https URL",
    ),
  ),
);

export const optionsSchema: v.GenericSchema<unknown, OpenAICompatibleEngineOptions> = v.strictObject({
  apiBase: address,
  apiUrl: address,
  apiKey: v.optional(v.union([v.string(), aFunction])),
  backend: text,
  headers: v.optional(v.record(v.string(), v.string())),
  contextLength: count,
  includeUsage: flag,
  maxTokensField: v.optional(v.picklist(["max_tokens", "max_completion_tokens"])),
  probe: flag,
  maxEventLength: count,
  timeouts: v.optional(v.record(v.string(), v.number())),
  transport: v.optional(v.custom<never>((value) => typeof value === "object" && value !== null, "must be a transport")),
  fetch: v.optional(aFunction),
  now: v.optional(aFunction),
} satisfies Record<keyof OpenAICompatibleEngineOptions, v.GenericSchema>);

/** By DB-GPT's names of its `proxy/openai` provider where it has the same. */
export const parameters: readonly EngineParameter<OpenAICompatibleEngineOptions>[] = [
  {
    option: "apiBase",
    name: "api_base",
    type: "string",
    default: defaultApiBase,
    description: "The upstream's base URL, /v1 included.",
  },
  {
    option: "apiUrl",
    name: "api_url",
    type: "string",
    description: "The whole URL of the embeddings or rerank route, where it does not lie under the base.",
  },
  { option: "apiKey", name: "api_key", type: "string", description: "The upstream's key." },
  {
    option: "backend",
    name: "backend",
    type: "string",
    description: "The upstream's name of the model; by default the name that it is served under.",
  },
  { option: "contextLength", name: "context_length", type: "integer", description: "The model's context, in tokens." },
  {
    option: "includeUsage",
    name: "include_usage",
    type: "boolean",
    default: true,
    description: "Whether streams ask for usage, which few old servers refuse.",
  },
  {
    option: "maxTokensField",
    name: "max_tokens_field",
    type: "string",
    values: ["max_tokens", "max_completion_tokens"],
    description: "What the upstream calls the longest answer.",
  },
  {
    option: "probe",
    name: "probe",
    type: "boolean",
    default: false,
    description: "Whether a start fails when the upstream cannot be reached or refuses the key.",
  },
];

/** The parameters that the engine can be started with. */
export const descriptions: ParameterDescription[] = describeParameters(parameters);
