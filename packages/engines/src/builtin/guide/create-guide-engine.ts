import {
  type ModelMessage,
  type ModelRequest,
  type ModelWorker,
  messageText,
  type ParameterDescription,
} from "@modelfleet/core";
import * as v from "valibot";
import { defineEngine } from "../../define/define-engine.ts";
import type { EnginePiece } from "../../define/engine-definition.ts";
import { describeParameters, type EngineParameter, mergeParameters } from "../../define/engine-parameters.ts";
import { type Delay, timerDelay } from "../../pieces/delay.ts";
import { limitPieces } from "../../pieces/limit-pieces.ts";
import { splitPieces } from "../../pieces/split-pieces.ts";
import { composeAnswer } from "./compose-answer.ts";
import bundled from "./documents.json" with { type: "json" };
import type { GuideDocument } from "./guide-document.ts";
import { GuideIndex } from "./guide-index.ts";

export interface GuideEngineOptions {
  /** The pause before each word, in milliseconds; 0 by default. */
  tokenDelayMs?: number | undefined;
  /** What it knows, in place of modelfleet's documentation. */
  documents?: readonly GuideDocument[] | undefined;
  /** In place of timers. */
  delay?: Delay | undefined;
  /** In place of the clock, in milliseconds since the epoch. */
  now?: (() => number) | undefined;
}

const aFunction = v.custom<never>((value) => typeof value === "function", "must be a function");

const optionsSchema: v.GenericSchema<unknown, GuideEngineOptions> = v.strictObject({
  tokenDelayMs: v.optional(v.pipe(v.number(), v.minValue(0))),
  documents: v.optional(v.array(v.strictObject({ source: v.string(), title: v.string(), text: v.string() }))),
  delay: v.optional(aFunction),
  now: v.optional(aFunction),
});

const parameters: readonly EngineParameter<GuideEngineOptions>[] = [
  {
    option: "tokenDelayMs",
    name: "token_delay_ms",
    type: "float",
    default: 0,
    description: "The pause before each word, in milliseconds.",
  },
];

/** The parameters that the engine can be started with. */
export const guideDescriptions: ParameterDescription[] = describeParameters(parameters);

const isHuman = ({ role }: ModelMessage): boolean => role === "human";

function answer({ messages, prompt }: ModelRequest, index: GuideIndex, documents: readonly GuideDocument[]): string {
  const questions = messages.filter(isHuman).map(messageText);
  const question = questions.at(-1) ?? prompt ?? "";
  const findings = index.find(question);
  const before = questions.at(-2);
  // "And in a browser?" says what about only together with the question before it.
  if (findings.length > 0 || before === undefined) return composeAnswer(question, findings, documents);
  const both = `${before} ${question}`;
  return composeAnswer(both, index.find(both), documents);
}

/**
 * A chat model that answers questions about modelfleet from its documentation, with sources, and says what it is: a
 * full-text search. Needs no download and runs wherever JavaScript does. A token is a word.
 *
 * @throws InvalidInputError for options that are wrong
 */
export function createGuideEngine(options: GuideEngineOptions = {}): ModelWorker {
  const read = (params: Readonly<Record<string, unknown>>): GuideEngineOptions =>
    mergeParameters("guide", optionsSchema, parameters, options, params);
  let current = read({});
  const documents = options.documents ?? bundled;
  let index: GuideIndex | undefined;

  return defineEngine({
    name: "guide",
    descriptions: guideDescriptions,
    now: options.now,
    start(params) {
      current = read(params);
    },
    async *generate(request, { signal }) {
      index ??= new GuideIndex(documents);
      const { tokenDelayMs = 0, delay = timerDelay } = current;
      const pieces = splitPieces(answer(request, index, documents));
      async function* paced(): AsyncGenerator<EnginePiece> {
        for (const text of pieces) {
          await delay(tokenDelayMs, signal);
          yield { text };
        }
      }
      let completionTokens = 0;
      for await (const piece of limitPieces(paced(), request)) {
        completionTokens += 1;
        yield piece;
      }
      const asked = [...request.messages.map(messageText), request.prompt ?? ""].join("\n");
      const promptTokens = splitPieces(asked).length;
      yield { usage: { promptTokens, completionTokens, totalTokens: promptTokens + completionTokens } };
    },
    countTokens: (text) => splitPieces(text).length,
    metadata: () => ({
      label: "modelfleet guide",
      description:
        "Answers questions about modelfleet by full-text search over its documentation. Not a language model.",
      prompt: { promptRoles: ["system", "human", "ai"], promptSep: "\n" },
    }),
  });
}
