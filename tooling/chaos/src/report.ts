import { workerKinds } from "./expected-answer.ts";
import { footprintTable, leaksOf } from "./footprint-report.ts";
import { type Ledger, outcomes, ways } from "./ledger.ts";
import { quantile } from "./quantile.ts";
import type { RunResult } from "./run.ts";
import { table } from "./table.ts";

/** What may be, may be the exception only: a fleet that fails each request with an error keeps no promise. */
const leastWhole = 0.8;
const mostHitTwice = 0.01;
/** How long an engine may go on after its caller has left, in milliseconds. */
const mostLeavingMs = 250;

/** Everything that must not be, in words; nothing if the run held what is promised. */
export function broken({ ledger, violations, failures, footprints }: RunResult): string[] {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const [whole, twice] = [ledger.share("whole"), ledger.share("hit-twice")];
  return [
    ...(whole < leastWhole ? [`${percent(whole)} of the requests were answered whole`] : []),
    ...(twice > mostHitTwice ? [`${percent(twice)} of the requests met two workers that broke`] : []),
    ...violations.map(({ way, kind, outcome, faults, seconds, detail }) => {
      return `${outcome} after ${seconds.toFixed(1)} s: ${kind} by ${way} during [${faults.join(", ")}]: ${detail ?? ""}`;
    }),
    ...failures,
    ...leaksOf(footprints),
  ];
}

/** The same of times, which a machine that does other things as well makes long. */
export function late({ leaving: { times } }: RunResult): string[] {
  if (times.length === 0) return ["No caller left, so that nothing is known of what engines do then."];
  const late = times.filter((ms) => ms > mostLeavingMs);
  return late.map((ms) => `An engine went on for ${ms.toFixed(0)} ms after its caller had left.`);
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
  const wrong = [...broken(result), ...late(result)];
  sections.push(
    wrong.length === 0 ? "Every promise held." : `${wrong.length} broken:\n${wrong.slice(0, 40).join("\n")}`,
  );
  return `${sections.join("\n\n")}\n`;
}

function rowsOf(ledger: Ledger, keys: readonly string[], by: "fault" | "way" | "worker"): string[][] {
  const rows = keys.map((key) => [key, ...outcomes.map((outcome) => String(ledger.count(outcome, { [by]: key })))]);
  return by === "way" ? [...rows, ["all", ...outcomes.map((outcome) => String(ledger.count(outcome)))]] : rows;
}

function leavingLine({ times, suspended }: RunResult["leaving"]): string {
  if (times.length === 0) return "No caller left.";
  const ms = (share: number): string => `${quantile(times, share).toFixed(0)} ms`;
  return (
    `${times.length} callers left: engines stopped after ${ms(0.5)} (p50), ${ms(0.99)} (p99), ${ms(1)} (most). ` +
    `Not counted: ${suspended} on workers that were suspended then.`
  );
}
