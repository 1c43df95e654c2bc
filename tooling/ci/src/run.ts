// Usage: node tooling/ci/src/run.ts <tier>, from the root of the repository.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { endAllGroups } from "./process-group.ts";
import { runStep } from "./run-step.ts";
import { schedule } from "./schedule.ts";
import { closingLine, resultLine, total } from "./summary.ts";
import { tiers } from "./tiers.ts";

const cacheDir = "node_modules/.cache/modelfleet-ci";
const name = process.argv[2] ?? "";
const tier = tiers[name];
if (tier === undefined) {
  console.error(`Unknown tier "${name}". Known: ${Object.keys(tiers).join(", ")}.`);
  process.exit(2);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, async () => {
    await endAllGroups();
    process.exit(1);
  });
}

await mkdir(cacheDir, { recursive: true });
await rm(`${cacheDir}/${name}.json`, { force: true });

const results = await schedule(tier.steps, tier.concurrency, async (step) => {
  if (step.live) console.log(`\n--- ${step.name}`);
  const result = await runStep(step, cacheDir);
  if (result.failed > 0 && !step.live) console.log(`\n--- ${step.name}\n${result.output.trimEnd()}\n`);
  console.log(resultLine(result));
  return result;
});

const counts = total(results);
console.log(`\n--- summary: ${name}`);
for (const result of results) console.log(resultLine(result));
console.log(closingLine(counts));
await writeFile(`${cacheDir}/${name}.json`, JSON.stringify({ ...counts, results }, null, 2));
process.exitCode = counts.failed > 0 ? 1 : 0;
