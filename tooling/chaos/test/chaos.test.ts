import { expect, test } from "vitest";
import { clocksStandStill } from "../src/faults/settable-clock.ts";
import { installPython } from "../src/python-worker.ts";
import { broken, report } from "../src/report.ts";
import { run } from "../src/run.ts";

// The short form of `pnpm chaos`; the long one has 20,000 requests.
test("requests are answered while workers and controllers fail", async () => {
  // DB-GPT is there when the suite before this one has run.
  const python = (await installPython()) === undefined;
  const result = await run({ seed: 4, requests: 300, parallel: 12, python });
  process.stdout.write(report(result));
  expect(result.ledger.entries).toHaveLength(300);
  expect(result.faults).toBeGreaterThan(2);
  expect(broken(result)).toEqual([]);
});

test.runIf(process.env.CI)("continuous integration has what lets clocks jump", () => {
  expect(clocksStandStill).toBeUndefined();
});
