// Usage: node tooling/ci/src/total.ts <tier...>. Adds up what the tiers' last runs left behind.
import { readFile } from "node:fs/promises";
import { closingLine, type Total, total } from "./summary.ts";

const totals = await Promise.all(
  process.argv.slice(2).map(async (tier): Promise<Total> => {
    try {
      return JSON.parse(await readFile(`node_modules/.cache/modelfleet-ci/${tier}.json`, "utf8")) as Total;
    } catch {
      console.log(`The tier "${tier}" ended without a report: one failure.`);
      return { passed: 0, failed: 1 };
    }
  }),
);
const counts = total(totals);
console.log(closingLine(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;
