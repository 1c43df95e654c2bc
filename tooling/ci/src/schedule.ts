import type { Step, StepResult } from "./step.ts";

/**
 * Runs the steps in the order given, at most `concurrency` at a time, each after those it needs.
 * A step whose needs failed is not run and counts as a failure, so that the total never hides it.
 */
export async function schedule(
  steps: Step[],
  concurrency: number,
  run: (step: Step) => Promise<StepResult>,
): Promise<StepResult[]> {
  const results = new Map<string, StepResult>();
  const waiting = [...steps];
  const active = new Set<Promise<void>>();

  const next = (): Step | undefined => {
    const index = waiting.findIndex((step) => (step.needs ?? []).every((name) => results.has(name)));
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  };

  while (waiting.length > 0 || active.size > 0) {
    const step = active.size < concurrency ? next() : undefined;
    if (step === undefined) {
      if (active.size === 0) throw new Error(`Steps need each other: ${waiting.map((s) => s.name).join(", ")}`);
      await Promise.race(active);
      continue;
    }
    const broken = (step.needs ?? []).find((name) => (results.get(name)?.failed ?? 0) > 0);
    const started = (broken === undefined ? run(step) : Promise.resolve(notRun(step, broken))).then((result) => {
      results.set(step.name, result);
      active.delete(started);
    });
    active.add(started);
  }
  return steps.flatMap((step) => results.get(step.name) ?? []);
}

function notRun(step: Step, broken: string): StepResult {
  return {
    name: step.name,
    seconds: 0,
    passed: 0,
    failed: 1,
    skipped: 0,
    note: `not run: ${broken} failed`,
    output: "",
  };
}
