import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { install, pythonCommand } from "../launch.mjs";
import { modelRows } from "../src/dbgpt-table/model-rows.ts";
import { fillable } from "../src/dbgpt-table/row-check.ts";
import { serverRows } from "../src/dbgpt-table/server-rows.ts";
import { kinds, startTableCluster, type TableCluster } from "../src/dbgpt-table/table-cluster.ts";
import { partsOf, readTable } from "../src/dbgpt-table/table-row.ts";

const table = readTable();
const checks = { ...modelRows, ...serverRows };

beforeAll(() => install("0.8.2"));

describe("the table of dbgpt's commands in the README of the command line", () => {
  it("has a check for each row, and a row for each check", () => {
    expect(table.map(({ theirs }) => theirs)).toEqual(Object.keys(checks));
  });

  it("has every command and option of dbgpt 0.8.2", async () => {
    const [python, script] = pythonCommand("0.8.2", "dbgpt_options.py");
    const { stdout } = await promisify(execFile)(python, [script]);
    // Before it, libraries that DB-GPT imports say what they set up the first time.
    const printed = stdout.trimEnd().split("\n").at(-1) ?? "";
    const known = Object.entries(JSON.parse(printed) as Record<string, string[][]>);
    expect(known.length).toBeGreaterThan(10);
    const parts = table.map(partsOf);
    const has = (name: string, spellings: readonly string[]): boolean =>
      parts.some(
        ({ command, options }) =>
          (command === name || command.startsWith(`${name} `)) && spellings.some((option) => options.includes(option)),
      );
    const missing = known.flatMap(([name, options]) => [
      ...(parts.some(({ command }) => command === name || command.startsWith(`${name} `)) ? [] : [name]),
      ...options.filter((spellings) => !has(name, spellings)).map((spellings) => `${name} ${spellings.join(" or ")}`),
    ]);
    expect(missing).toEqual([]);
  });
});

describe.each(kinds)("dbgpt and modelfleet at %s", (kind) => {
  let cluster: TableCluster;
  beforeAll(async () => {
    cluster = await startTableCluster(kind);
  });
  afterAll(() => cluster?.stop());

  for (const row of table) {
    it(`dbgpt ${row.theirs}`, async () => {
      const check = checks[row.theirs];
      if (!check) throw new Error("The row has no check.");
      await check(cluster, fillable(row));
    });
  }
});
