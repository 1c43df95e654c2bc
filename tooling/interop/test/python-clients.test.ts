import { versions } from "../launch.mjs";
import { describeChecks } from "../src/describe-checks.ts";
import { sections } from "../src/python-clients/index.ts";
import { startMixedCluster } from "../src/python-clients/mixed-cluster.ts";
import { upstreamOf } from "../src/upstream.ts";

/** Those whose own clients PyPI has. */
const live = versions.filter((version) => !upstreamOf(version).firstGeneration);

describeChecks({
  columns: live.map((version) => ({ version, title: version })),
  sections,
  start: startMixedCluster,
  text: {
    corner: "DB-GPT's own clients",
    faults: "Upstream faults, by the exception of upstream's client:",
    notes: [],
  },
});
