import type { StepResult } from "./step.ts";

export interface Total {
  passed: number;
  failed: number;
}

export function total(results: Total[]): Total {
  return {
    passed: results.reduce((sum, result) => sum + result.passed, 0),
    failed: results.reduce((sum, result) => sum + result.failed, 0),
  };
}

/** The line that closes a run; its form is read by machines. */
export function closingLine({ passed, failed }: Total): string {
  return `${passed} passed, ${failed} failed`;
}

export function resultLine(result: StepResult): string {
  const mark = result.failed > 0 ? "FAIL" : "ok  ";
  const numbers = [
    `${result.passed} passed`,
    ...(result.failed > 0 ? [`${result.failed} failed`] : []),
    ...(result.skipped > 0 ? [`${result.skipped} skipped`] : []),
  ].join(", ");
  const note = result.note === "" ? "" : ` (${result.note})`;
  return `${mark}  ${result.name.padEnd(12)}${`${result.seconds.toFixed(1)} s`.padStart(9)}  ${numbers}${note}`;
}
