import { afterAll, beforeAll, describe, it } from "vitest";
import { install, versions } from "../launch.mjs";
import { sections } from "../src/checks/index.ts";
import { type Cluster, startCluster } from "../src/cluster.ts";
import { Results } from "../src/results.ts";
import { formatTable } from "../src/table.ts";
import { upstreamOf } from "../src/upstream.ts";

const results = new Results();
const columns = versions.map((version) => {
  return { version, title: upstreamOf(version).firstGeneration ? `${version} launcher` : version };
});
const notes = [
  "",
  "launcher: PyPI has no cluster modules before 0.7. Values on the wire are built and read by the package's own classes;",
  "routes, registry and worker manager are ours and are held against recordings of complete clusters.",
  "-: the version does not have it.",
];

afterAll(() => {
  // Past vitest's own reporters, which would put a heading on every line.
  const text = { corner: "DB-GPT", faults: "Upstream faults, by the error that our client gives:", notes };
  process.stdout.write(`\n${formatTable(results, sections, columns, text)}\n\n`);
});

describe.each([...versions])("DB-GPT %s", (version) => {
  let cluster: Cluster;

  beforeAll(async () => {
    await install(version);
    cluster = await startCluster(version);
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
