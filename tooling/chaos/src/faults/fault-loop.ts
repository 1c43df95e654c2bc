import { setTimeout as delay } from "node:timers/promises";
import type { Cluster } from "../cluster.ts";
import type { Member } from "../member.ts";
import type { Random } from "../random.ts";
import type { Fault } from "./faults.ts";

interface Struck {
  name: string;
  victim: Member;
  loses: Fault["loses"];
  from: number;
  to: number;
}

/** Which faults were on when. */
export class FaultLog {
  readonly #struck: Struck[] = [];

  begin({ name, loses }: Fault, victim: Member): () => void {
    const struck: Struck = { name, victim, loses, from: performance.now(), to: Number.POSITIVE_INFINITY };
    this.#struck.push(struck);
    return () => {
      struck.to = performance.now();
    };
  }

  /** The names of those that were on at some time from `from` until now. */
  since(from: number): string[] {
    return this.#onSince(from).map(({ name }) => name);
  }

  /** How many workers took requests and left them unanswered at some time from `from` until now. */
  losersSince(from: number): number {
    const lost = this.#onSince(from).filter((struck) => {
      return struck.loses === "always" || (struck.loses === "at-first" && struck.from >= from);
    });
    return new Set(lost.map(({ victim }) => victim)).size;
  }

  #onSince(from: number): Struck[] {
    const found: Struck[] = [];
    // From the last one back: faults follow each other, so what ended long before ends the search.
    for (let index = this.#struck.length - 1; index >= 0; index--) {
      const struck = this.#struck[index] as Struck;
      if (struck.to >= from) found.push(struck);
      else if (struck.to < from - 60_000) break;
    }
    return found;
  }

  get count(): number {
    return this.#struck.length;
  }
}

export interface FaultLoopOptions {
  faults: readonly Fault[];
  victims(): readonly Member[];
  /** How long a fault lasts, from and to, in milliseconds. */
  lasting: readonly [number, number];
  /** The pause after each. */
  pauseMs: number;
}

/** One that has not yet come back is not broken anew; choices stay those of the seed. */
function standing(victims: readonly Member[], random: Random): Member {
  const first = random.int(0, victims.length - 1);
  const found = [...victims.slice(first), ...victims.slice(0, first)].find(({ ready }) => ready);
  return found ?? (victims[first] as Member);
}

/** Breaks one thing after the other until the signal is aborted; then everything is mended. */
export async function faultLoop(
  cluster: Cluster,
  log: FaultLog,
  random: Random,
  { faults, victims, lasting, pauseMs }: FaultLoopOptions,
  signal: AbortSignal,
): Promise<void> {
  const sleep = (ms: number): Promise<void> => delay(ms, undefined, { signal }).catch(() => {});
  while (!signal.aborted) {
    const fault = random.pick(faults);
    const victim = standing(victims(), random);
    const end = log.begin(fault, victim);
    const mend = await fault.strike(cluster, victim);
    await sleep(random.int(...lasting));
    await mend();
    // One that takes seconds to start is away until then.
    void victim.settled().finally(end);
    await sleep(pauseMs);
  }
}
