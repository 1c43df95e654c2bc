import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { clocksStandStill } from "./faults/settable-clock.ts";
import { installPython } from "./python-worker.ts";
import { broken, late, report } from "./report.ts";
import { run } from "./run.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    requests: { type: "string", default: "20000" },
    parallel: { type: "string", default: "48" },
    python: { type: "boolean", default: true },
  },
  allowNegative: true,
});
const [seed, requests, parallel] = [values.seed, values.requests, values.parallel].map(Number) as [
  number,
  number,
  number,
];
if (![seed, requests, parallel].every((value) => Number.isInteger(value) && value > 0)) {
  process.stderr.write("--seed, --requests and --parallel are whole numbers above 0.\n");
  process.exit(2);
}
process.stderr.write(`Seed ${seed}. The same one repeats the choices: pnpm chaos --seed ${seed}\n`);
const missing = values.python ? await installPython() : "left out";
if (values.python && missing) process.stderr.write(`Without DB-GPT's workers: ${missing}\n`);
if (clocksStandStill) process.stderr.write(`No clock jumps: ${clocksStandStill}\n`);
const result = await run({
  seed,
  requests,
  parallel,
  python: missing === undefined,
  onProgress(done) {
    if (process.stderr.isTTY && done % 100 === 0) process.stderr.write(`\r${done} of ${requests}`);
  },
});
// All is closed: what still keeps this process after a while was forgotten.
const held = (): string[] => process.getActiveResourcesInfo().filter((kind) => kind !== "Timeout");
for (let look = 0; look < 50 && held().length > 0; look++) await delay(100);
const forgotten = held();
const kept = forgotten.length > 0 ? `\nThis process is kept by ${forgotten.join(", ")}.\n` : "";
const status = [...broken(result), ...late(result)].length === 0 && kept === "" ? 0 : 1;
process.exitCode = status;
process.stdout.write(`\n${report(result)}${kept}`);
if (kept) process.exit();
