import { deserialize, serialize } from "node:v8";
import type { WorkerKind } from "./expected-answer.ts";

/** What became of a request. */
export const outcomes = [
  /** Answered, whole and right. */
  "whole",
  /** Given up by its caller on purpose. */
  "cancelled",
  /** Failed with a clear error after the first frame had reached the caller, who kept what had come, under a fault. */
  "cut-with-error",
  /** Failed before its first frame, after a second worker broke while it ran, too: it is tried on two at most. */
  "hit-twice",
  /** Failed before its first frame. */
  "unanswered",
  /** Mixed, repeated, out of order, or cut without a word. */
  "wrong",
  /** Neither answered nor failed within its limits. */
  "hung",
] as const;

export type Outcome = (typeof outcomes)[number];

/** How requests were made. */
export const ways = ["client", "gateway", "api"] as const;
export type Way = (typeof ways)[number];

export interface Entry {
  way: Way;
  kind: "chat" | "embed" | "count";
  outcome: Outcome;
  /** Who answered, where the answer tells. */
  worker?: WorkerKind | undefined;
  /** The faults that were on while it ran. */
  faults: readonly string[];
  seconds: number;
  /** Of those that are no success. */
  detail?: string | undefined;
}

/** Keeps account of every request. */
export class Ledger {
  readonly entries: Entry[] = [];

  add(entry: Entry): void {
    this.entries.push(entry);
  }

  /** Empties it into what takes no heap, until `unpack`. */
  pack(): Buffer {
    return serialize(this.entries.splice(0));
  }

  unpack(packed: Buffer): void {
    for (const entry of deserialize(packed) as Entry[]) this.add(entry);
  }

  count(outcome: Outcome, where: Partial<Pick<Entry, "way" | "worker">> & { fault?: string } = {}): number {
    return this.entries.filter(
      (entry) =>
        entry.outcome === outcome &&
        (where.way === undefined || entry.way === where.way) &&
        (where.worker === undefined || entry.worker === where.worker) &&
        (where.fault === undefined || entry.faults.includes(where.fault)),
    ).length;
  }

  faults(): string[] {
    return [...new Set(this.entries.flatMap(({ faults }) => faults))].sort();
  }

  /** What must not have been, told by its requests. What is cut while nothing is broken has no excuse. */
  violations(): Entry[] {
    return this.entries.filter(({ outcome, faults }) => {
      const may = outcome === "cut-with-error" || outcome === "hit-twice";
      return may ? faults.length === 0 : outcome !== "whole" && outcome !== "cancelled";
    });
  }

  /** What part of all became this, from 0 to 1. */
  share(outcome: Outcome): number {
    return this.count(outcome) / this.entries.length;
  }
}
