import { join } from "node:path";
import { createVitest } from "vitest/node";

export interface TestRun {
  passed: number;
  failed: number;
  /** What the first that failed said. */
  said: string;
  /** Whether that was the code's own breaking, and not what a test wanted. */
  crashed: boolean;
}

/** What fetch says where a connection is cut, which may be what a test wants to see. */
const cutConnection = /^(fetch failed|terminated)$/;

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
    const { name = "", message = "nothing" } = errors[0] ?? {};
    const crashed = /^(Reference|Syntax|Type)Error$/.test(name) && !cutConnection.test(message);
    return { passed, failed: failed.length, said: message, crashed };
  } finally {
    await vitest.close();
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
