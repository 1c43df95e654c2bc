import { type ChildProcess, fork } from "node:child_process";
import type { ContenderName } from "./contenders.ts";
import type { StreamKind } from "./streams.ts";

/** A stream, and how it is cut: lengths of pieces in bytes. */
export interface Case {
  kind: StreamKind;
  tokens: number;
  minPiece: number;
  maxPiece: number;
}

export type Entrant = ContenderName | "floor";

/** Milliseconds of CPU for one pass over the stream, by entrant and run. */
export type Times = Partial<Record<Entrant, number[]>>;

/** The entrants, each in a process of its own, measured in turn. */
export class Field {
  readonly #processes = new Map<Entrant, ChildProcess>();
  readonly #runs: number;

  constructor(runs: number) {
    this.#runs = runs;
  }

  /** @throws Error if the outputs of two decoders differ */
  async measure(wanted: Case, entrants: readonly Entrant[]): Promise<Times> {
    const digests = await Promise.all(entrants.map((entrant) => this.#ask(entrant, "digest", wanted)));
    const distinct = new Set(digests.filter(Boolean));
    if (distinct.size > 1) throw new Error(`outputs differ: ${JSON.stringify(wanted)}`);
    const samples = new Map<Entrant, number[]>(entrants.map((entrant) => [entrant, []]));
    for (let run = 0; run < this.#runs; run++) {
      for (const [entrant, times] of samples) times.push((await this.#ask(entrant, "measure", wanted)) as number);
    }
    return Object.fromEntries(samples);
  }

  close(): void {
    for (const child of this.#processes.values()) child.disconnect();
  }

  async #ask(entrant: Entrant, task: "measure" | "digest", wanted: Case): Promise<unknown> {
    let child = this.#processes.get(entrant);
    if (!child) {
      child = fork(new URL("./runner.ts", import.meta.url), [entrant]);
      this.#processes.set(entrant, child);
    }
    const asked = child;
    return new Promise((resolve, reject) => {
      const onExit = (): void => reject(new Error(`${entrant} ended early`));
      asked.once("exit", onExit);
      asked.once("message", (answer) => {
        asked.off("exit", onExit);
        resolve(answer);
      });
      asked.send({ task, wanted });
    });
  }
}
