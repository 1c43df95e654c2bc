import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import type { Sampling } from "./conversation.ts";

/** As they were typed. */
export interface SamplingOptions {
  temperature?: string;
  topP?: string;
  maxNewTokens?: string;
  stop?: string[];
}

/** @throws CommandError for what is no number, or out of its range */
export function samplingOf({ temperature, topP, maxNewTokens, stop }: SamplingOptions): Sampling {
  return {
    temperature: numberOf("--temperature", temperature, "0 or more", (value) => value >= 0),
    topP: numberOf("--top-p", topP, "0 to 1", (value) => value >= 0 && value <= 1),
    maxNewTokens: numberOf("--max-new-tokens", maxNewTokens, "1 or more, whole", isCount),
    stop,
  };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function numberOf(
  option: string,
  text: string | undefined,
  range: string,
  isFine: (value: number) => boolean,
): number | undefined {
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value) && isFine(value)) return value;
  throw new CommandError(`${option} takes a number, ${range}; "${text}" is none.`, exitCodes.usage);
}
