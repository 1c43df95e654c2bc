import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildClient } from "../src/harness/build-client.ts";
import { type SmokeCluster, startCluster } from "../src/harness/cluster.ts";
import { type Column, formatTable } from "../src/harness/table.ts";
import { type Runtime, runtimes, withoutCors } from "../src/runtimes/index.ts";
import type { Check } from "../src/smoke/check.ts";
import { checks } from "../src/smoke/checks.ts";
import { checksWithoutCors } from "../src/smoke/checks-without-cors.ts";
import { models } from "../src/smoke/scenario.ts";

const columns: Column[] = [];
beforeAll(async () => {
  await buildClient();
}, 300_000);

afterAll(() => {
  // Past vitest's own reporters, which would put a heading on every line.
  process.stdout.write(`\n${formatTable(columns)}\n\n`);
});

describe.each(runtimes)("$name", (runtime) => smoke(runtime, checks));
describe.each(withoutCors)("$name", (runtime) => smoke(runtime, checksWithoutCors));

function smoke(runtime: Runtime, suite: readonly Check[]): void {
  const { name: title, cannot = {} } = runtime;
  let column: Column = { title, version: "", results: [], cannot };
  let cluster: SmokeCluster;

  afterAll(() => cluster?.close());

  beforeAll(async () => {
    cluster = await startCluster();
    try {
      const { version, report } = await runtime.run(cluster.target);
      column = { ...column, version, results: report.results };
      expect(report.userAgent).toMatch(runtime.userAgent);
    } catch (error) {
      column = { ...column, unavailable: String(error) };
      throw error;
    } finally {
      columns.push(column);
    }
    // Installing a browser is part of getting ready.
  }, 600_000);

  const resultOf = (name: string) => column.results.find((candidate) => candidate.name === name);
  const names = suite.map(({ name }) => name);

  it.each(names.filter((name) => cannot[name] === undefined))("%s", (name) => {
    const result = resultOf(name);
    expect(result?.error).toBeUndefined();
    expect(result?.ok).toBe(true);
  });

  it.each(names.filter((name) => cannot[name] !== undefined))("cannot yet: %s", (name) => {
    expect(resultOf(name)?.ok).toBe(false);
  });

  it("cancelled what it left, and nothing else", async () => {
    const left = suite === checks ? [models.abandoned, models.abort, models.leave, models.stalling] : [];
    // The connections of a browser may end after it.
    await cluster.idle();
    expect([...cluster.cancelled].sort()).toEqual(left);
  });
}
