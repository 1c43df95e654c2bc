import { setTimeout as delay } from "node:timers/promises";
import type { Caller } from "../callers/caller.ts";
import { tokenOf } from "../expected-answer.ts";
import type { Measured } from "../footprint.ts";
import { SteadyCluster } from "../steady-cluster.ts";
import { figuresOf } from "../worker-figures.ts";
import { streamingRoutes, TricklingReader } from "./trickling-reader.ts";

export interface SlowReadersOptions {
  /** Of each kind, in each way. */
  each: number;
  /** Of each answer. */
  tokens: number;
  /** How long is looked on, in milliseconds. */
  watchMs: number;
}

export interface SlowReadersResult {
  readers: number;
  /** What all answers together are, and what the workers had made of it when nothing moved any more; in tokens. */
  asked: number;
  made: number;
  /** What they made while it was looked on. */
  madeMeanwhile: number;
  /** When nothing moved any more, and after it was looked on. */
  processes: readonly { name: string; before: Measured; stalled: Measured; after: Measured }[];
  /** Of those who stopped reading, and then went on. */
  whole: number;
  continued: number;
  /** Until the slots of those who vanished were free, in milliseconds. */
  freedAfter: number;
  /** What still runs when the others have read to the end. */
  left: number;
  failures: readonly string[];
}

export const tokenBytes = 8 * 1_024;
const firstWordsMs = 60_000;
const freedWithinMs = 30_000;

/** Answers that are far longer than what sockets hold, for readers who hardly read. */
export async function slowReaders({ each, tokens, watchMs }: SlowReadersOptions): Promise<SlowReadersResult> {
  await using cluster = await SteadyCluster.start({ workers: 1, concurrency: 1_000, tokenMs: 0, tokenBytes });
  const { workers, callers, failures, members } = cluster;
  // Whole ones first: connections, compiled code.
  for (const caller of callers) await paused(caller, 200, "rehearsal").then(({ goOn }) => goOn());
  const measure = (): Promise<Measured[]> => Promise.all(members.map((child) => child.measure()));
  const before = await measure();
  const madeBefore = (await figuresOf(workers)).outputTokens;

  const numbers = Array.from({ length: each }, (_, number) => number);
  const stopped = await Promise.all(
    callers.flatMap((caller) => numbers.map((number) => paused(caller, tokens, `stopped-${number}`))),
  );
  const trickling = await Promise.all(
    streamingRoutes(cluster).flatMap((route) => numbers.map(() => TricklingReader.open(route, tokens))),
  );
  const made = await standstill(cluster);
  const stalled = await measure();
  await delay(watchMs);
  const madeMeanwhile = (await figuresOf(workers)).outputTokens - made;
  const after = await measure();

  // One in each way reads on, to the end; all others vanish.
  const goingOn = stopped.filter((_, index) => index % each === 0);
  for (const reader of trickling) reader.vanish();
  for (const reader of stopped) if (!goingOn.includes(reader)) reader.vanish();
  const freeing = freed(cluster, goingOn.length, performance.now());
  const whole = (await Promise.all(goingOn.map(({ goOn }) => goOn()))).filter(Boolean).length;
  return {
    readers: stopped.length + trickling.length,
    asked: (stopped.length + trickling.length) * tokens,
    made: made - madeBefore,
    madeMeanwhile,
    processes: members.map(({ name }, index) => ({
      name,
      before: before[index] as Measured,
      stalled: stalled[index] as Measured,
      after: after[index] as Measured,
    })),
    whole,
    continued: goingOn.length,
    freedAfter: await freeing,
    left: (await figuresOf(workers)).running,
    failures,
  };
}

interface PausedReader {
  /** Reads the rest. Resolves to whether all of it was right. */
  goOn(): Promise<boolean>;
  vanish(): void;
}

/** Takes the first words of an answer, and no more for now. */
async function paused(caller: Caller, tokens: number, id: string): Promise<PausedReader> {
  const left = new AbortController();
  const iterator = caller.chat({ id, tokens }, left.signal)[Symbol.asyncIterator]();
  const limit = AbortSignal.timeout(firstWordsMs);
  const first = await Promise.race([
    iterator.next(),
    new Promise<never>((_, reject) => limit.addEventListener("abort", () => reject(limit.reason))),
  ]);
  return {
    async goOn() {
      let expected = 0;
      let text = first.done ? "" : first.value;
      for (;;) {
        // Pieces come as they were cut on the way; tokens are found in them one by one.
        for (; text.length >= tokenBytes; text = text.slice(tokenBytes)) {
          if (text.slice(0, tokenBytes) !== tokenOf(id, expected++).padEnd(tokenBytes, ".")) return false;
        }
        const { done, value } = await iterator.next();
        if (done) return text === "" && expected === tokens;
        text += value;
      }
    },
    vanish: () => left.abort(),
  };
}

/** Resolves to the tokens that were made when no more are: everything that holds any is full. */
async function standstill({ workers }: SteadyCluster): Promise<number> {
  let made = -1;
  for (let still = 0, looks = 0; still < 4 && looks < 240; looks++) {
    await delay(250);
    const { outputTokens } = await figuresOf(workers);
    still = outputTokens === made ? still + 1 : 0;
    made = outputTokens;
  }
  return made;
}

async function freed({ workers }: SteadyCluster, left: number, from: number): Promise<number> {
  for (;;) {
    const { running } = await figuresOf(workers);
    const tookMs = performance.now() - from;
    if (running <= left) return tookMs;
    if (tookMs > freedWithinMs) return Number.POSITIVE_INFINITY;
    await delay(5);
  }
}
