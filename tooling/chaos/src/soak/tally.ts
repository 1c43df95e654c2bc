import { type Entry, type Outcome, outcomes, type Way, ways } from "../ledger.ts";

/** Counts outcomes and keeps what must not be: the account of any number of requests takes the same memory. */
export class Tally {
  /** Requests that were begun, by kind. */
  readonly begun: Record<Entry["kind"], number> = { chat: 0, embed: 0, count: 0 };
  /** What must not have been, in words; the first of them. */
  readonly violations: string[] = [];
  readonly #counts = new Map<string, number>();
  #violated = 0;

  begin(kind: Entry["kind"]): void {
    this.begun[kind] += 1;
  }

  add(entry: Pick<Entry, "way" | "kind" | "outcome" | "detail">): void {
    const { way, kind, outcome, detail } = entry;
    const key = `${way} ${outcome}`;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    // Nothing is broken, so that nothing may be cut.
    if (outcome === "whole" || outcome === "cancelled") return;
    this.#violated += 1;
    if (this.violations.length < 40) this.violations.push(`${outcome}: ${kind} by ${way}: ${detail ?? ""}`);
  }

  count(outcome: Outcome, way?: Way): number {
    const counted: readonly Way[] = way === undefined ? ways : [way];
    return counted.reduce((sum: number, each) => sum + (this.#counts.get(`${each} ${outcome}`) ?? 0), 0);
  }

  get violated(): number {
    return this.#violated;
  }

  get asked(): number {
    return Object.values(this.begun).reduce((sum, count) => sum + count, 0);
  }

  get accounted(): number {
    return outcomes.reduce((sum, outcome) => sum + this.count(outcome), 0);
  }
}
