import { afterAll, beforeAll, describe, it } from "vitest";
import { install, versions } from "../launch.mjs";
import { sections } from "../src/python-clients/index.ts";
import { type MixedCluster, startMixedCluster } from "../src/python-clients/mixed-cluster.ts";
import { Results } from "../src/results.ts";
import { formatTable } from "../src/table.ts";
import { upstreamOf } from "../src/upstream.ts";

/** Those whose own clients PyPI has. */
const live = versions.filter((version) => !upstreamOf(version).firstGeneration);
const results = new Results();

afterAll(() => {
  const columns = live.map((version) => ({ version, title: version }));
  const faults = "Upstream faults, by the exception of upstream's client:";
  const text = { corner: "DB-GPT's own clients", faults, notes: [] };
  // Past vitest's own reporters, which would put a heading on every line.
  process.stdout.write(`\n${formatTable(results, sections, columns, text)}\n\n`);
});

describe.each(live)("clients of DB-GPT %s", (version) => {
  let cluster: MixedCluster;

  beforeAll(async () => {
    await install(version);
    cluster = await startMixedCluster(version);
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
