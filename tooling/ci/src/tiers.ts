import type { Step } from "./step.ts";

const turboRun = (...tasks: string[]): Step["command"] => ["turbo", "run", ...tasks, "--output-logs=errors-only"];

function vitest(project: string, ...more: string[]): Pick<Step, "command" | "vitest"> {
  return { command: ["vitest", "run", "--project", project, "--passWithNoTests", ...more], vitest: true };
}

// The time limits are three times what steps take on two processors, and more: a slow machine must not look like a hang.

/** `pnpm test`: everything that needs nothing but this checkout. */
const fast: Step[] = [
  { name: "lint", command: ["biome", "check", "--error-on-warnings", "."], timeoutMinutes: 6 },
  { name: "boundaries", command: ["turbo", "boundaries"], timeoutMinutes: 4 },
  { name: "build", command: turboRun("build"), timeoutMinutes: 8 },
  // Many of them wait for processes that they have started, so one more file can run meanwhile.
  { name: "unit", ...vitest("unit", "--maxWorkers=2"), timeoutMinutes: 18 },
  { name: "typecheck", command: turboRun("typecheck"), timeoutMinutes: 12 },
  { name: "knip", command: ["knip"], timeoutMinutes: 5 },
  // From here on: what users install, so the build comes first.
  { name: "checks", ...vitest("checks"), needs: ["build"], timeoutMinutes: 10 },
  { name: "publint", command: turboRun("publint"), needs: ["build"], timeoutMinutes: 6 },
  { name: "attw", command: turboRun("attw"), needs: ["build"], timeoutMinutes: 6 },
  { name: "size", command: ["size-limit"], needs: ["build"], timeoutMinutes: 5 },
];

/** `pnpm test:slow`: real DB-GPT clusters (Python), five JavaScript runtimes, other people's clients, real browsers. */
const slow: Step[] = [
  // Mostly waits for processes that start, and for heartbeats that do not come.
  { name: "interop", ...vitest("interop", "--maxWorkers=2"), timeoutMinutes: 30, live: true },
  { name: "models", ...vitest("models"), timeoutMinutes: 8, live: true },
  { name: "runtimes", ...vitest("runtimes"), timeoutMinutes: 12, live: true },
  { name: "third-party", ...vitest("third-party"), timeoutMinutes: 6, live: true },
  // The page as it is served, in Debian's browsers. It has budgets of time.
  { name: "playground", command: turboRun("build", "--filter=@modelfleet/playground"), timeoutMinutes: 6 },
  { name: "e2e", ...vitest("e2e"), needs: ["playground"], timeoutMinutes: 20, live: true },
  { name: "chaos", ...vitest("chaos"), timeoutMinutes: 12, live: true },
  { name: "fuzz", ...vitest("fuzz"), timeoutMinutes: 10 },
];

/** How many steps of a tier run at a time. The slow suites measure time-outs and want the machine for themselves. */
export const tiers: Record<string, { steps: Step[]; concurrency: number }> = {
  fast: { steps: fast, concurrency: 2 },
  slow: { steps: slow, concurrency: 1 },
};
