import { versions } from "../launch.mjs";
import { sections } from "../src/checks/index.ts";
import { startCluster } from "../src/cluster.ts";
import { describeChecks } from "../src/describe-checks.ts";
import { upstreamOf } from "../src/upstream.ts";

const notes = [
  "",
  "launcher: PyPI has no cluster modules before 0.7. Values on the wire are built and read by the package's own classes;",
  "routes, registry and worker manager are ours and are held against recordings of complete clusters.",
  "-: the version does not have it.",
];

describeChecks({
  columns: versions.map((version) => {
    return { version, title: upstreamOf(version).firstGeneration ? `${version} launcher` : version };
  }),
  sections,
  start: startCluster,
  text: { corner: "DB-GPT", faults: "Upstream faults, by the error that our client gives:", notes },
});
