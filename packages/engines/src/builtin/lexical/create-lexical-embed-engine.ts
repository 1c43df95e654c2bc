import type { ModelWorker, ParameterDescription } from "@modelfleet/core";
import * as v from "valibot";
import { defineEngine } from "../../define/define-engine.ts";
import { describeParameters, type EngineParameter, mergeParameters } from "../../define/engine-parameters.ts";
import { embedLexically } from "./embed-lexically.ts";
import { terms } from "./terms.ts";

export interface LexicalEmbedEngineOptions {
  /** The length of the vectors, 16 to 4096; 384 by default. */
  dimensions?: number | undefined;
}

const defaultDimensions = 384;

const optionsSchema: v.GenericSchema<unknown, LexicalEmbedEngineOptions> = v.strictObject({
  dimensions: v.optional(
    v.pipe(
      v.number(),
      v.check(
        (value) => Number.isInteger(value) && value >= 16 && value <= 4096,
        "must be a whole number from 16 to 4096",
      ),
    ),
  ),
});

const parameters: readonly EngineParameter<LexicalEmbedEngineOptions>[] = [
  {
    option: "dimensions",
    name: "dimensions",
    type: "integer",
    default: defaultDimensions,
    description: "The length of the vectors, 16 to 4096.",
  },
];

/** The parameters that the engine can be started with. */
export const lexicalEmbedDescriptions: ParameterDescription[] = describeParameters(parameters);

/**
 * Vectors by spelling, not by meaning: hashed words and parts of words, normalised, the same in every run. Good for
 * trying things and for finding texts by their words; no model is behind it.
 *
 * @throws InvalidInputError for options that are wrong
 */
export function createLexicalEmbedEngine(options: LexicalEmbedEngineOptions = {}): ModelWorker {
  const read = (params: Readonly<Record<string, unknown>>): number =>
    mergeParameters("lexical-embed", optionsSchema, parameters, options, params).dimensions ?? defaultDimensions;
  let dimensions = read({});

  return defineEngine({
    name: "lexical-embed",
    descriptions: lexicalEmbedDescriptions,
    start(params) {
      dimensions = read(params);
    },
    embed: (texts) => texts.map((text) => embedLexically(text, dimensions)),
    countTokens: (text) => terms(text).length,
    metadata: () => ({
      label: "Lexical embedding",
      description: "Hashed words and trigrams: compares spelling, not meaning. No model is behind it.",
      metadata: { dimensions },
    }),
  });
}
