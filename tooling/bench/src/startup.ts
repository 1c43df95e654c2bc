import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { MeasureOptions, Row, Target } from "./row.ts";
import { median, ratios, spreadOf } from "./statistics.ts";

interface Subject {
  name: string;
  args: string[];
  /** Ratio to `node -e 0`. */
  target?: Target;
}

const bin = fileURLToPath(new URL("../../../packages/cli/dist/bin.js", import.meta.url));
const baseline: Subject = { name: "node -e 0", args: ["-e", "0"] };

function bareRequest(controller: string): string {
  const url = JSON.stringify(`${controller}/api/controller/models`);
  return `process.getBuiltinModule("node:http").get(${url}, (answer) => {
    let body = "";
    answer.on("data", (piece) => { body += piece; });
    answer.on("end", () => process.stdout.write(String(JSON.parse(body).length)));
  });`;
}

function subjectsFor(controller: string): Subject[] {
  const list = [bin, "model", "list", "--address", controller];
  return [
    { name: "modelfleet --version", args: [bin, "--version"], target: { most: 1.35 } },
    { name: "modelfleet model list", args: list, target: { most: 1.6 } },
    { name: "modelfleet --help", args: [bin, "--help"] },
    // The least that a command with one request can take on Node's HTTP client.
    { name: "a bare http request", args: ["-e", bareRequest(controller)] },
  ];
}

/**
 * How long the built command line takes: whole processes, from spawn to exit, in turns, so that whatever else the
 * machine does meets all of them.
 */
export async function startup({ quick }: MeasureOptions): Promise<Row[]> {
  if (!existsSync(bin)) throw new Error("The command line is not built: run the build first.");
  const cluster = spawn(
    process.execPath,
    ["--conditions=modelfleet-source", fileURLToPath(new URL("./startup-cluster.ts", import.meta.url))],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  try {
    const [controller] = (await once(createInterface({ input: cluster.stdout }), "line")) as [string];
    return measure(subjectsFor(controller), quick ? 15 : 31);
  } finally {
    cluster.stdin.end();
  }
}

function measure(subjects: readonly Subject[], runs: number): Row[] {
  const times = new Map([baseline, ...subjects].map((subject) => [subject, [] as number[]]));
  for (let run = -2; run < runs; run++) {
    for (const [subject, list] of times) {
      const elapsed = time(subject);
      // The first rounds fill the page cache.
      if (run >= 0) list.push(elapsed);
    }
  }
  const base = times.get(baseline) ?? [];
  return subjects.map((subject): Row => {
    const list = times.get(subject) ?? [];
    const all = ratios(list, base);
    return {
      what: `time of ${subject.name}`,
      ours: `${median(list).toFixed(1)} ms`,
      comparedWith: `${baseline.name}: ${median(base).toFixed(1)} ms`,
      ratio: median(all),
      spread: spreadOf(all),
      unit: "x",
      target: subject.target,
    };
  });
}

function time({ name, args }: Subject): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const elapsed = performance.now() - started;
  if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return elapsed;
}
