import { type ModelRequest, nameSchema, numberFrom } from "@modelfleet/core";
import * as v from "valibot";
import { oneOrMore } from "./parameters.ts";

const flag = v.nullish(v.boolean());
const penalty = v.nullish(numberFrom(-2, 2));
const tokens = v.nullish(numberFrom(1, Infinity, true));

/** How many answers one request may ask for; each is a generation of its own. */
export const maxChoices = 128;

type Optional<T> = T | null | undefined;

/** The parameters that chats and completions share. `top_k` is not OpenAI's, and served as by other servers. */
interface SamplingBody {
  model: string;
  stream: Optional<boolean>;
  stream_options: Optional<{ include_usage?: Optional<boolean> }>;
  n: Optional<number>;
  stop: Optional<readonly string[]>;
  temperature: Optional<number>;
  top_p: Optional<number>;
  top_k: Optional<number>;
  max_tokens: Optional<number>;
  presence_penalty: Optional<number>;
  frequency_penalty: Optional<number>;
  user: Optional<string>;
}

export const samplingEntries: { [Name in keyof SamplingBody]: v.GenericSchema<unknown, SamplingBody[Name]> } = {
  model: nameSchema,
  stream: flag,
  stream_options: v.nullish(v.object({ include_usage: flag })),
  n: v.nullish(numberFrom(1, maxChoices, true)),
  stop: v.nullish(oneOrMore(nameSchema)),
  temperature: v.nullish(numberFrom(0, 2)),
  top_p: v.nullish(numberFrom(0, 1)),
  top_k: v.nullish(numberFrom(-1, Infinity, true)),
  max_tokens: tokens,
  presence_penalty: penalty,
  frequency_penalty: penalty,
  user: v.nullish(v.string()),
};

/** What is left out is left to the worker. */
export function toSampling(body: SamplingBody, spanId: string | undefined): Omit<ModelRequest, "messages"> {
  return {
    model: body.model,
    temperature: body.temperature ?? undefined,
    topP: body.top_p ?? undefined,
    // -1 and 0 mean "off" where they are known.
    topK: body.top_k && body.top_k > 0 ? body.top_k : undefined,
    maxNewTokens: body.max_tokens ?? undefined,
    stop: body.stop && body.stop.length > 0 ? body.stop : undefined,
    presencePenalty: body.presence_penalty ?? undefined,
    frequencyPenalty: body.frequency_penalty ?? undefined,
    // The name that DB-GPT's `ModelRequestContext` has for it.
    context: body.user ? { user_name: body.user } : undefined,
    spanId,
  };
}
