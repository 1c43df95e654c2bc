/** The part of vitest's JSON report that is counted. */
interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  note: string;
}

/**
 * Counts from vitest's JSON report; one failure when it wrote none, or was killed while writing.
 *
 * What vitest does not count as a test must not pass for a success: a file that fails outside of its tests (it does
 * not load, its set-up fails), and a run that exits with an error although every test passed (unhandled rejection,
 * failing global set-up), are one failure each.
 */
export function countVitest(json: string | undefined, ok: boolean): Counts {
  const report = parseReport(json);
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0, note: "ended without a report" };
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  const counts = {
    passed: report.numPassedTests,
    failed: failed === 0 && !ok ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return { ...counts, note: describe(report, brokenFiles, failed === 0 && !ok) };
}

function describe(report: VitestReport, brokenFiles: number, failedOutsideTests: boolean): string {
  if (report.testResults.length === 0 && !failedOutsideTests) return "no test files yet";
  if (failedOutsideTests) return "failed outside of the tests";
  return brokenFiles > 0 ? `${brokenFiles} file(s) failed outside of their tests` : "";
}

function parseReport(json: string | undefined): VitestReport | undefined {
  try {
    return json === undefined ? undefined : (JSON.parse(json) as VitestReport);
  } catch {
    return undefined;
  }
}
