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

test("a check counts as one, and its output is kept", async () => {
  expect(await runStep(step("good", "0"), cache)).toMatchObject({ passed: 1, failed: 0 });
  const bad = await runStep(step("bad", "console.error('because'); process.exit(3)"), cache);
  expect(bad).toMatchObject({ passed: 0, failed: 1, output: "because\n" });
});

test("a command that cannot be started is a failure", async () => {
  const missing = await runStep({ name: "missing", command: ["no-such-program"], timeoutMinutes: 1 }, cache);
  expect(missing.failed).toBe(1);
  expect(missing.output).toContain("no-such-program");
});

test("a hang is killed, with what it started", async () => {
  const script = `
    const child = require("node:child_process").spawn("sleep", ["600"], { stdio: "inherit" });
    console.log(child.pid);
    setInterval(() => {}, 1000);
  `;
  const hung = await runStep(step("hang", script, { timeoutMinutes: 0.01 }), cache);
  expect(hung).toMatchObject({ failed: 1, note: "killed after 0.01 minutes" });
  expect(() => process.kill(Number(hung.output), 0)).toThrow("ESRCH");
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
