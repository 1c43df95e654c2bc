import { readFile } from "node:fs/promises";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import type { LoadPlan } from "./run-load.ts";

export interface BenchPlanOptions {
  requests?: string;
  parallel?: string;
  prompt?: string;
  promptFile?: string;
  maxNewTokens?: string;
  duration?: string;
}

const defaultPrompt = "Explain in a few sentences what a cluster of language models is good for.";

/** Without the model, which is chosen later. @throws CommandError for options that are wrong */
export async function readBenchPlan(
  options: BenchPlanOptions,
): Promise<Omit<LoadPlan, "question"> & { prompt: string; maxNewTokens: number }> {
  const { requests, parallel = "4", prompt, promptFile, maxNewTokens = "128", duration } = options;
  if (prompt !== undefined && promptFile !== undefined) throw wrong("Give --prompt or --prompt-file, not both.");
  const durationMs = duration === undefined ? Number.POSITIVE_INFINITY : 1000 * seconds(duration);
  const unbounded = requests === undefined && duration !== undefined;
  const total = unbounded ? Number.POSITIVE_INFINITY : whole("--requests", requests ?? "20", 1_000_000);
  return {
    total,
    durationMs,
    parallel: whole("--parallel", parallel, 10_000),
    maxNewTokens: whole("--max-new-tokens", maxNewTokens, 1_000_000),
    prompt: promptFile === undefined ? (prompt ?? defaultPrompt) : await readPrompt(promptFile),
  };
}

async function readPrompt(file: string): Promise<string> {
  try {
    const text = (await readFile(file, "utf8")).trim();
    if (text !== "") return text;
  } catch (error) {
    throw wrong(`--prompt-file ${JSON.stringify(file)} cannot be read: ${(error as Error).message}`);
  }
  throw wrong(`--prompt-file ${JSON.stringify(file)} is empty.`);
}

function whole(option: string, text: string, max: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= max) return number;
  throw wrong(`${option} ${JSON.stringify(text)} is wrong: give a whole number from 1 to ${max}.`);
}

function seconds(text: string): number {
  const [, number = "", unit = "s"] = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(text) ?? [];
  const value = Number(number) * { s: 1, m: 60, h: 3600 }[unit as "s" | "m" | "h"];
  if (number !== "" && value > 0 && value <= 86_400) return value;
  throw wrong(`--duration ${JSON.stringify(text)} is wrong: give seconds, or a time such as 30s, 5m or 1h.`);
}

function wrong(message: string): CommandError {
  return new CommandError(message, exitCodes.usage);
}
