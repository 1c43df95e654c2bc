import * as v from "valibot";
import { nameSchema, wholeNumber } from "./bounds.ts";

/** Source: `CountTokenRequest` in DB-GPT's `model/cluster/base.py`. */
export interface CountTokenRequest {
  model: string;
  prompt: string;
}

export const countTokenRequestSchema: v.GenericSchema<unknown, CountTokenRequest> = v.strictObject({
  model: nameSchema,
  prompt: v.string(),
});

/** The answer of `POST count_token`: a bare integer; -1 where the worker has no tokenizer. */
export const tokenCountSchema: v.GenericSchema<unknown, number> = wholeNumber;
