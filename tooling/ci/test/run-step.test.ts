import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runStep } from "../src/run-step.ts";
import { schedule } from "../src/schedule.ts";
import type { Step } from "../src/step.ts";

let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), "modelfleet-ci-"));
});
afterAll(() => rm(cache, { recursive: true }));

function step(name: string, script: string, more: Partial<Step> = {}): Step {
  return { name, command: ["node", "-e", script], timeoutMinutes: 1, ...more };
}

/** Whether it does anything yet: what has ended stays listed where the first process of a container asks after nobody. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== "linux" || !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

test("a check counts as one, and its output is kept", { timeout: 30_000 }, async () => {
  expect(await runStep(step("good", "0"), cache)).toMatchObject({ passed: 1, failed: 0 });
  const bad = await runStep(step("bad", "console.error('because'); process.exit(3)"), cache);
  expect(bad).toMatchObject({ passed: 0, failed: 1, output: "because\n" });
});

test("a command that cannot be started is a failure", { timeout: 30_000 }, async () => {
  const missing = await runStep({ name: "missing", command: ["no-such-program"], timeoutMinutes: 1 }, cache);
  expect(missing.failed).toBe(1);
  expect(missing.output).toContain("no-such-program");
});

test("a hang is killed, with what it started", { timeout: 60_000 }, async () => {
  // A shell, which has started its child long before its time is up, however busy the machine is.
  const command: Step["command"] = ["sh", "-c", "sleep 600 & echo $!; wait"];
  const hung = await runStep(step("hang", "", { command, timeoutMinutes: 0.05 }), cache);
  expect(hung).toMatchObject({ failed: 1, note: "killed after 0.05 minutes" });
  expect(hung.output).toMatch(/^\d+\n$/);
  expect(runs(Number(hung.output))).toBe(false);
});

test("what a command printed is read to its end", { timeout: 60_000 }, async () => {
  const long = await runStep(step("long", "process.stdout.write('x'.repeat(5_000_000))"), cache);
  expect(long.output).toHaveLength(5_000_000);
});

test("steps wait for those they need, and are not run when these failed", async () => {
  const order: string[] = [];
  const results = await schedule(
    [step("after", "", { needs: ["bad"] }), step("last", "", { needs: ["good"] }), step("bad", ""), step("good", "")],
    2,
    async ({ name }) => {
      order.push(name);
      return { name, seconds: 0, passed: 1, failed: name === "bad" ? 1 : 0, skipped: 0, note: "", output: "" };
    },
  );
  expect(order).toEqual(["bad", "good", "last"]);
  expect(results.map((result) => result.note)).toEqual(["not run: bad failed", "", "", ""]);
});
