import { join } from "node:path";
import { createVitest } from "vitest/node";

export interface TestRun {
  passed: number;
  failed: number;
  /** What the first that failed said. */
  said: string;
}

/**
 * Those tests of a file whose full names have one of these parts, up to the first that fails. In this process, which
 * must be in the tree; a runner of its own each time, since one that goes on mixes what it has read of changed files.
 */
export async function runTests(root: string, file: string, named: readonly string[]): Promise<TestRun> {
  const path = join(root, file);
  const testNamePattern = new RegExp(named.map(escaped).join("|"));
  const vitest = await createVitest({
    root,
    project: ["unit"],
    watch: false,
    bail: 1,
    reporters: [{}],
    testNamePattern,
  });
  try {
    const { testModules } = await vitest.runTestSpecifications(await vitest.globTestSpecifications([path]));
    const tests = testModules.flatMap(({ children }) => [...children.allTests()]);
    const failed = tests.filter((test) => test.result().state === "failed");
    const passed = tests.filter((test) => test.result().state === "passed").length;
    const errors = [
      ...failed.flatMap((test) => test.result().errors ?? []),
      ...testModules.flatMap((module) => module.errors()),
    ];
    return { passed, failed: failed.length, said: errors.map(({ message }) => String(message))[0] ?? "nothing" };
  } finally {
    await vitest.close();
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
