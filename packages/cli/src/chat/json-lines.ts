import { once } from "node:events";
import { ModelfleetError } from "@modelfleet/client";
import { describeError } from "../failure.ts";
import { jsonLine } from "../terminal/json.ts";
import type { Answer } from "./answer.ts";

/** The last line of an answer. Documented in README.md. */
export function answerLine({ timing, ...answer }: Answer): Record<string, unknown> {
  const { firstTokenMs, totalMs, tokensPerSecond } = timing;
  return {
    type: "answer",
    ...answer,
    firstTokenMs: rounded(firstTokenMs),
    totalMs: rounded(totalMs),
    tokensPerSecond: rounded(tokensPerSecond),
  };
}

export function errorLine(model: string, error: unknown): Record<string, unknown> {
  const code = ModelfleetError.isInstance(error) ? error.code : undefined;
  return { type: "error", model, code, message: describeError(error) };
}

export async function writeJsonLine(stdout: NodeJS.WriteStream, value: unknown): Promise<void> {
  if (!stdout.write(jsonLine(value))) await once(stdout, "drain");
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value * 10) / 10;
}
