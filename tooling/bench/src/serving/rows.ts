import type { Row, Target } from "../row.ts";
import { median, ratios, spreadOf } from "../statistics.ts";
import type { Measured } from "./stage.ts";

interface Rates {
  what: string;
  unit: "requests" | "tokens";
  ours: readonly Measured[];
  other: readonly Measured[];
  /** What `other` is. */
  name: string;
  /** In per cent, or as a factor. */
  target?: Target | undefined;
  as?: Row["unit"];
}

const countOf = ({ answers, marks }: Measured, unit: Rates["unit"]): number => (unit === "requests" ? answers : marks);

/**
 * How many a second, and how many a second of the server's CPU. The two agree where the server has had its core to
 * itself and was the limit; where it was not, the second one tells what it would do.
 */
export function rateRows({ what, unit, ours, other, name, target, as = "%" }: Rates): Row[] {
  const perSecond = (all: readonly Measured[]): number[] => all.map((one) => countOf(one, unit) / one.seconds);
  const perCpu = (all: readonly Measured[]): number[] => all.map((one) => countOf(one, unit) / one.cpuSeconds);
  const row = (how: string, mine: number[], theirs: number[]): Row => {
    const all = ratios(mine, theirs).map((ratio) => (as === "%" ? ratio * 100 : ratio));
    const show = (values: number[]): string => Math.round(median(values)).toLocaleString("en");
    return {
      what: `${what}: ${unit} ${how}`,
      ours: show(mine),
      comparedWith: `${name}: ${show(theirs)}`,
      ratio: median(all),
      spread: spreadOf(all),
      digits: as === "%" ? 0 : 1,
      unit: as,
      target,
    };
  };
  return [row("per second", perSecond(ours), perSecond(other)), row("per second of CPU", perCpu(ours), perCpu(other))];
}

/** The value that such a part of all lies below. */
function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** What a server adds to the time of an answer, in milliseconds. */
export function addedRow(
  what: string,
  part: number,
  through: readonly (readonly number[])[],
  direct: readonly (readonly number[])[],
  most: number | undefined,
): Row {
  const [mine, theirs] = [through, direct].map((rounds) => rounds.map((values) => percentile(values, part)));
  const added = (mine ?? []).map((value, round) => value - (theirs?.[round] ?? Number.NaN));
  return {
    what: `${what}, p${Math.round(part * 100)} added`,
    ours: `${median(mine ?? []).toFixed(2)} ms`,
    comparedWith: `directly: ${median(theirs ?? []).toFixed(2)} ms`,
    ratio: median(added),
    spread: spreadOf(added),
    unit: " ms",
    target: most === undefined ? undefined : { most },
  };
}

export function latencyRows(
  what: string,
  through: readonly Measured[],
  direct: readonly Measured[],
  targets: { p50: number; p99: number } | undefined,
): Row[] {
  const times = (all: readonly Measured[]): number[][] => all.map(({ tookMs }) => tookMs);
  return [
    addedRow(what, 0.5, times(through), times(direct), targets?.p50),
    addedRow(what, 0.99, times(through), times(direct), targets?.p99),
  ];
}
