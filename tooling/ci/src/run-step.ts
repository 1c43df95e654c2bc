import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { runInGroup } from "./process-group.ts";
import type { Step, StepResult } from "./step.ts";
import { countVitest } from "./vitest-report.ts";

/** Runs one step and counts: the tests of a vitest suite one by one, any other check as one. */
export async function runStep(step: Step, cacheDir: string): Promise<StepResult> {
  const started = performance.now();
  const reportFile = `${cacheDir}/vitest-${step.name}.json`;
  const command = [...step.command] as Step["command"];
  if (step.vitest) {
    await mkdir(dirname(reportFile), { recursive: true });
    // A report of an earlier run must never be read as this one's.
    await rm(reportFile, { force: true });
    command.push("--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`);
  }

  const exit = await runInGroup(command, { timeoutMs: step.timeoutMinutes * 60_000, live: step.live ?? false });
  const ok = exit.code === 0 && !exit.timedOut;
  const counts = step.vitest
    ? countVitest(await readFile(reportFile, "utf8").catch(() => undefined), ok)
    : { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, note: "" };
  if (exit.timedOut) counts.note = `killed after ${step.timeoutMinutes} minutes`;

  return { name: step.name, seconds: (performance.now() - started) / 1000, ...counts, output: exit.output };
}
