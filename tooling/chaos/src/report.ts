import { workerKinds } from "./expected-answer.ts";
import { footprintTable, leaksOf } from "./footprint-report.ts";
import { type Ledger, outcomes, ways } from "./ledger.ts";
import type { RunResult } from "./run.ts";
import { table } from "./table.ts";

/** Everything that must not be, in words; nothing if the run held what is promised. */
export function broken({ violations, failures, footprints }: RunResult): string[] {
  return [
    ...violations.map(({ way, kind, outcome, faults, seconds, detail }) => {
      return `${outcome} after ${seconds.toFixed(1)} s: ${kind} by ${way} during [${faults.join(", ")}]: ${detail ?? ""}`;
    }),
    ...failures,
    ...leaksOf(footprints),
  ];
}

/** The account of a run as tables. */
export function report(result: RunResult): string {
  const { ledger, faults, seconds, leaving, footprints } = result;
  const pace = (ledger.entries.length / seconds).toFixed(0);
  const sections = [
    `${ledger.entries.length} requests in ${seconds.toFixed(0)} s (${pace}/s), ${faults} faults.`,
    table(["fault", ...outcomes], rowsOf(ledger, ledger.faults(), "fault")),
    table(["way", ...outcomes], rowsOf(ledger, ways, "way")),
    table(["answered by", ...outcomes], rowsOf(ledger, workerKinds, "worker")),
    leavingLine(leaving),
    footprintTable(footprints),
  ];
  const wrong = broken(result);
  sections.push(
    wrong.length === 0 ? "Every promise held." : `${wrong.length} broken:\n${wrong.slice(0, 40).join("\n")}`,
  );
  return `${sections.join("\n\n")}\n`;
}

function rowsOf(ledger: Ledger, keys: readonly string[], by: "fault" | "way" | "worker"): string[][] {
  const rows = keys.map((key) => [key, ...outcomes.map((outcome) => String(ledger.count(outcome, { [by]: key })))]);
  return by === "way" ? [...rows, ["all", ...outcomes.map((outcome) => String(ledger.count(outcome)))]] : rows;
}

function leavingLine(leaving: readonly number[]): string {
  if (leaving.length === 0) return "No caller left.";
  const sorted = leaving.toSorted((a, b) => a - b);
  const ms = (share: number): string =>
    `${sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.toFixed(0)} ms`;
  return `${leaving.length} callers left: engines stopped after ${ms(0.5)} (p50), ${ms(0.99)} (p99), ${ms(1)} (most).`;
}
