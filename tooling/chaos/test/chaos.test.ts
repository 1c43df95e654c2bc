import { expect, test } from "vitest";
import { broken, report } from "../src/report.ts";
import { run } from "../src/run.ts";

// The short form of `pnpm chaos`; the long one has 20,000 requests.
test("requests are answered while workers and controllers fail", async () => {
  const result = await run({ seed: 4, requests: 300, parallel: 12 });
  process.stdout.write(report(result));
  expect(result.ledger.entries).toHaveLength(300);
  expect(result.faults).toBeGreaterThan(2);
  expect(broken(result)).toEqual([]);
});
