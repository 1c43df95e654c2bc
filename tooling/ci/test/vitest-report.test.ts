import { expect, test } from "vitest";
import { countVitest } from "../src/vitest-report.ts";

function report(statuses: string[][], counts: object = {}): string {
  return JSON.stringify({
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: statuses.map(([status, ...tests]) => ({
      status,
      assertionResults: tests.map((t) => ({ status: t })),
    })),
    ...counts,
  });
}

test("passed, failed and skipped tests are counted one by one", () => {
  const json = report([["failed", "passed", "failed"]], { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2 });
  expect(countVitest(json, false)).toEqual({ passed: 5, failed: 1, skipped: 2, note: "" });
});

test.each([undefined, "", '{"numPassedTests": 3'])("a suite that wrote no whole report is a failure: %j", (json) => {
  expect(countVitest(json, true)).toMatchObject({ passed: 0, failed: 1 });
});

test("a file that failed outside of its tests is a failure beside the failed tests", () => {
  const json = report([["failed"], ["failed", "failed"]], { numFailedTests: 1 });
  expect(countVitest(json, false).failed).toBe(2);
});

test("an error outside of the tests is a failure although all passed", () => {
  expect(countVitest(report([["passed", "passed"]], { numPassedTests: 1 }), false)).toMatchObject({
    passed: 1,
    failed: 1,
  });
});

test("a project without test files counts nothing and says so", () => {
  expect(countVitest(report([]), true)).toEqual({ passed: 0, failed: 0, skipped: 0, note: "no test files yet" });
});
