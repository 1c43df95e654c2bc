import { setTimeout as delay } from "node:timers/promises";
import type { Caller } from "../callers/caller.ts";
import { answerOf, type Question } from "../expected-answer.ts";
import type { Random } from "../random.ts";
import { toldToWait } from "./refusal.ts";

/** What became of a crowd's requests; times in milliseconds. */
export class CrowdAccount {
  asked = 0;
  whole = 0;
  /** What must not have been, in words; the first of them. */
  readonly violations: string[] = [];
  violated = 0;
  /** From the question to the first words of those that were answered. */
  readonly firstWords: number[] = [];
  /** From there to the end. */
  readonly services: number[] = [];
  /** From the question to the refusal. */
  readonly refusals: number[] = [];

  get accounted(): number {
    return this.whole + this.refusals.length + this.violated;
  }

  violate(what: string): void {
    this.violated += 1;
    if (this.violations.length < 20) this.violations.push(what);
  }
}

/** More than anyone waits who was let in, in milliseconds. */
const limitMs = 60_000;

/** Asks once, and adds to the account. Resolves to the time that a refused one was told to wait, in milliseconds. */
export async function askOnce(caller: Caller, question: Question, account: CrowdAccount): Promise<number | undefined> {
  const limit = AbortSignal.timeout(limitMs);
  const asked = performance.now();
  let first = 0;
  let text = "";
  account.asked += 1;
  try {
    for await (const piece of caller.chat(question, limit)) {
      first ||= performance.now();
      text += piece;
    }
  } catch (error) {
    const wait = text === "" ? toldToWait(error) : undefined;
    if (wait === undefined || wait <= 0) {
      account.violate(limit.aborted ? `hung after ${text.length} characters` : String(error).slice(0, 300));
      return undefined;
    }
    account.refusals.push(performance.now() - asked);
    return wait;
  }
  if (text !== answerOf(question)) {
    account.violate(`wrong: ${text.slice(-80)}`);
    return undefined;
  }
  account.whole += 1;
  account.firstWords.push(first - asked);
  account.services.push(performance.now() - first);
  return undefined;
}

export interface CrowdOptions {
  caller: Caller;
  /** How many ask at once. */
  size: number;
  /** Of each answer. */
  tokens: number;
  /** Nobody asks any more once it is aborted; who was let in gets the answer. */
  over: AbortSignal;
  random: Random;
}

/** The crowd comes within so many milliseconds. */
const comingMs = 1_000;

/**
 * All are there within a second, and ask again: after an answer at once, after a refusal when they were told to, or up to
 * as long again later. None of them are in step, so that what takes long is the servers' doing.
 */
export async function crowd(
  { caller, size, tokens, over, random }: CrowdOptions,
  account: CrowdAccount,
): Promise<void> {
  const lane = async (_: unknown, number: number): Promise<void> => {
    const sleep = (ms: number): Promise<void> => delay(ms, undefined, { signal: over }).catch(() => {});
    await sleep(random.share() * comingMs);
    for (let round = 0; !over.aborted; round++) {
      const wait = await askOnce(caller, { id: `${caller.way}-${number}-${round}`, tokens }, account);
      if (wait !== undefined) await sleep(wait * (1 + random.share()));
    }
  };
  await Promise.all(Array.from({ length: size }, lane));
}
