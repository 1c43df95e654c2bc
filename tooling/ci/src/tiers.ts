import type { Step } from "./step.ts";

const turboRun = (...tasks: string[]): Step["command"] => ["turbo", "run", ...tasks, "--output-logs=errors-only"];

function vitest(project: string, ...more: string[]): Pick<Step, "command" | "vitest"> {
  return { command: ["vitest", "run", "--project", project, "--passWithNoTests", ...more], vitest: true };
}

/** `pnpm test`: everything that needs nothing but this checkout. */
const fast: Step[] = [
  { name: "lint", command: ["biome", "check", "--error-on-warnings", "."], timeoutMinutes: 4 },
  { name: "boundaries", command: ["turbo", "boundaries"], timeoutMinutes: 2 },
  { name: "build", command: turboRun("build"), timeoutMinutes: 5 },
  // Many of them wait for processes that they have started, so one more file can run meanwhile.
  { name: "unit", ...vitest("unit", "--maxWorkers=2"), timeoutMinutes: 12 },
  { name: "typecheck", command: turboRun("typecheck"), timeoutMinutes: 8 },
  { name: "knip", command: ["knip"], timeoutMinutes: 2 },
  // From here on: what users install, so the build comes first.
  { name: "checks", ...vitest("checks"), needs: ["build"], timeoutMinutes: 5 },
  { name: "publint", command: turboRun("publint"), needs: ["build"], timeoutMinutes: 3 },
  { name: "attw", command: turboRun("attw"), needs: ["build"], timeoutMinutes: 3 },
  { name: "size", command: ["size-limit"], needs: ["build"], timeoutMinutes: 2 },
];

/** `pnpm test:slow`: real DB-GPT clusters (Python), five JavaScript runtimes, other people's clients, real browsers. */
const slow: Step[] = [
  { name: "interop", ...vitest("interop"), timeoutMinutes: 20, live: true },
  { name: "models", ...vitest("models"), timeoutMinutes: 6, live: true },
  { name: "runtimes", ...vitest("runtimes"), timeoutMinutes: 8, live: true },
  { name: "third-party", ...vitest("third-party"), timeoutMinutes: 4, live: true },
  // The page as it is served, in Debian's browsers. It has budgets of time.
  { name: "playground", command: turboRun("build", "--filter=@modelfleet/playground"), timeoutMinutes: 3 },
  { name: "e2e", ...vitest("e2e"), needs: ["playground"], timeoutMinutes: 12, live: true },
  { name: "chaos", ...vitest("chaos"), timeoutMinutes: 6, live: true },
  { name: "fuzz", ...vitest("fuzz"), timeoutMinutes: 5 },
];

/** How many steps of a tier run at a time. The slow suites measure time-outs and want the machine for themselves. */
export const tiers: Record<string, { steps: Step[]; concurrency: number }> = {
  fast: { steps: fast, concurrency: 2 },
  slow: { steps: slow, concurrency: 1 },
};
