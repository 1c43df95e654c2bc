import { say } from "../terminal/talk.ts";

/** Whether there is a person to ask. Questions go to standard error: standard output may be a file. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks on a terminal. Elsewhere, and with `--yes`, what was typed is meant. */
export async function confirmed(question: string, yes: boolean | undefined, signal: AbortSignal): Promise<boolean> {
  if (yes || !canAsk()) return true;
  const { Prompts } = await import("./prompts.ts");
  const answer = await new Prompts(signal).yes(question);
  if (!answer) say("Nothing was done.");
  return answer;
}
