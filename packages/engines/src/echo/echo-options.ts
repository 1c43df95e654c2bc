import type { ModelRequest, ModelUsage } from "@modelfleet/core";
import * as v from "valibot";
import type { EnginePiece } from "../define/engine-definition.ts";
import { describeParameters, type EngineParameter } from "../define/engine-parameters.ts";
import type { Delay } from "../pieces/delay.ts";

/** Text, streamed word by word, or the pieces themselves. */
export type EchoAnswer = string | readonly (string | EnginePiece)[];

/**
 * What goes wrong, after so many pieces (0 by default): `error` is a failed generation, `throw` is thrown as it is,
 * `hang` waits until the caller gives up.
 */
export type EchoFault = { after?: number | undefined } & (
  | { type: "error"; errorCode?: number | undefined; message?: string | undefined }
  | { type: "throw"; error: unknown }
  | { type: "hang" }
);

export interface EchoEngineOptions {
  /** By default what was asked. */
  answer?: EchoAnswer | ((request: ModelRequest) => EchoAnswer | Promise<EchoAnswer>) | undefined;
  /** Comes before the answer, word by word. */
  thinking?: string | undefined;
  /** The pause before each piece, in milliseconds; 0 by default. */
  tokenDelayMs?: number | undefined;
  /** In place of counting words; `false` for none. */
  usage?: ModelUsage | false | undefined;
  fault?: EchoFault | ((request: ModelRequest) => EchoFault | undefined) | undefined;
  /** What starting fails with. */
  startError?: Error | undefined;
  /** The context that the metadata names, in tokens (words); longer prompts are failed generations. */
  contextLength?: number | undefined;
  /** Called when a generation has ended, however. */
  onEnd?: ((outcome: "finished" | "failed" | "aborted") => void) | undefined;
  /** In place of timers. */
  delay?: Delay | undefined;
  /** In place of the clock, in milliseconds since the epoch. */
  now?: (() => number) | undefined;
}

const aFunction = v.custom<never>((value) => typeof value === "function", "must be a function");

export const echoOptionsSchema: v.GenericSchema<unknown, EchoEngineOptions> = v.strictObject({
  answer: v.optional(v.union([v.string(), v.array(v.custom<string>(() => true)), aFunction])),
  thinking: v.optional(v.string()),
  tokenDelayMs: v.optional(v.number()),
  usage: v.optional(v.custom<false>((value) => value === false || typeof value === "object", "must be a usage")),
  fault: v.optional(v.custom<never>((value) => /^(object|function)$/.test(typeof value), "must be a fault")),
  startError: v.optional(v.custom<never>((value) => value instanceof Error, "must be an error")),
  contextLength: v.optional(v.number()),
  onEnd: v.optional(aFunction),
  delay: v.optional(aFunction),
  now: v.optional(aFunction),
});

export const echoParameters: readonly EngineParameter<EchoEngineOptions>[] = [
  { option: "answer", name: "answer", type: "string", description: "The answer; by default what was asked." },
  { option: "thinking", name: "thinking", type: "string", description: "What comes before the answer." },
  {
    option: "tokenDelayMs",
    name: "token_delay_ms",
    type: "float",
    default: 0,
    description: "The pause before each word, in milliseconds.",
  },
  { option: "contextLength", name: "context_length", type: "integer", description: "The context, in words." },
];

/** The parameters that an echo engine can be started with. */
export const descriptions: ReturnType<typeof describeParameters> = describeParameters(echoParameters);
