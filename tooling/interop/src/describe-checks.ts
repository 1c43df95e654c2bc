import { afterAll, beforeAll, describe, it } from "vitest";
import { install } from "../launch.mjs";
import type { Section } from "./check.ts";
import { Results } from "./results.ts";
import { type Column, formatTable, type TableText } from "./table.ts";
import { upstreamOf } from "./upstream.ts";

export interface CheckSuite<C> {
  /** One for each version that takes part. */
  columns: readonly Column[];
  sections: readonly Section<C>[];
  /** What the checks of one version share. */
  start(version: string): Promise<C>;
  text: TableText;
}

/** A test for each check and version, and the table of what came out at the end. */
export function describeChecks<C extends { stop(): Promise<unknown> }>(suite: CheckSuite<C>): void {
  const { columns, sections, start, text } = suite;
  const results = new Results();

  afterAll(() => {
    // Past vitest's own reporters, which would put a heading on every line.
    process.stdout.write(`\n${formatTable(results, sections, columns, text)}\n\n`);
  });

  describe.each(columns.map(({ version }) => version))(`${text.corner} %s`, (version) => {
    let cluster: C;

    beforeAll(async () => {
      await install(version);
      cluster = await start(version);
    });
    afterAll(() => cluster?.stop());

    describe.each([...sections])("$title", (section) => {
      for (const check of section.checks) {
        if (check.where?.(upstreamOf(version)) ?? true) {
          it(check.row, () => results.run(version, section, check, cluster));
        } else results.absent(version, section, check);
      }
    });
  });
}
