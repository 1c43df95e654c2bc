// Usage: node --conditions=modelfleet-source tooling/bench/src/startup.ts [--check] [--runs=N]
//
// How long the built command line takes, as ratios to `node -e 0`: whole processes, from spawn to exit, in turns, so
// that whatever else the machine does meets all of them. Needs `pnpm build`.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

interface Subject {
  name: string;
  args: string[];
  /** Ratio to `node -e 0`. */
  target?: number;
}

const { values } = parseArgs({ options: { check: { type: "boolean" }, runs: { type: "string", default: "21" } } });
const runs = Math.max(15, Number(values.runs));
const bin = fileURLToPath(new URL("../../../packages/cli/dist/bin.js", import.meta.url));
if (!existsSync(bin)) throw new Error(`${bin} is not there: run the build first.`);

const cluster = spawn(
  process.execPath,
  ["--conditions=modelfleet-source", fileURLToPath(new URL("./startup-cluster.ts", import.meta.url))],
  { stdio: ["pipe", "pipe", "inherit"] },
);
const [controller] = (await once(createInterface({ input: cluster.stdout }), "line")) as [string];

const baseline: Subject = { name: "node -e 0", args: ["-e", "0"] };
const bareRequest = `process.getBuiltinModule("node:http").get(${JSON.stringify(`${controller}/api/controller/models`)}, (answer) => {
  let body = "";
  answer.on("data", (piece) => { body += piece; });
  answer.on("end", () => process.stdout.write(String(JSON.parse(body).length)));
});`;
const subjects: Subject[] = [
  // The least that a command with one request can take on Node's HTTP client.
  { name: "a bare http request", args: ["-e", bareRequest] },
  { name: "modelfleet --version", args: [bin, "--version"], target: 1.35 },
  { name: "modelfleet model list", args: [bin, "model", "list", "--address", controller], target: 1.6 },
  { name: "modelfleet --help", args: [bin, "--help"] },
];

const times = new Map([baseline, ...subjects].map((subject) => [subject, [] as number[]]));
for (let run = -2; run < runs; run++) {
  for (const [subject, list] of times) {
    const elapsed = time(subject);
    // The first rounds fill the page cache.
    if (run >= 0) list.push(elapsed);
  }
}
cluster.stdin.end();

let missed = 0;
const base = times.get(baseline) ?? [];
process.stdout.write(`${baseline.name.padEnd(24)}${median(base).toFixed(1).padStart(7)} ms\n`);
for (const subject of subjects) {
  const list = times.get(subject) ?? [];
  const ratio = median(list.map((elapsed, run) => elapsed / (base[run] ?? Number.NaN)));
  const verdict =
    subject.target === undefined ? "" : `  target <= ${subject.target}x  ${ratio <= subject.target ? "ok" : "MISSED"}`;
  if (subject.target !== undefined && ratio > subject.target) missed++;
  process.stdout.write(
    `${subject.name.padEnd(24)}${median(list).toFixed(1).padStart(7)} ms  ${ratio.toFixed(2)}x${verdict}\n`,
  );
}
if (values.check && missed > 0) process.exitCode = 1;

function time({ name, args }: Subject): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const elapsed = performance.now() - started;
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return elapsed;
}

function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
