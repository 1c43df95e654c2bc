import type { CopiedTree } from "./copied-tree.ts";
import { type Mutation, mutated } from "./mutation.ts";
import { runTests } from "./run-tests.ts";

export interface Proof {
  mutation: Mutation;
  /** Why nothing is proven; absent where the test holds with the protection, and fails without it. */
  fault?: string | undefined;
}

/** Takes protections away one by one, and runs their tests with and without them. */
export async function* prove(tree: CopiedTree, mutations: readonly Mutation[]): AsyncGenerator<Proof> {
  for (const [test, ofTest] of Map.groupBy(mutations, ({ test }) => test)) {
    const names = [...new Set(ofTest.map(({ named }) => named))];
    const { passed, failed, said } = await runTests(tree.root, test, names);
    const broken = passed > 0 && failed === 0 ? undefined : `${test} does not hold as it is: ${said}`;
    for (const mutation of ofTest) yield { mutation, fault: broken ?? (await faultOf(mutation, tree)) };
  }
}

async function faultOf(mutation: Mutation, tree: CopiedTree): Promise<string | undefined> {
  const { file, test, named } = mutation;
  using _changed = tree.change(file, (text) => mutated(mutation, text));
  const { passed, failed, said, crashed } = await runTests(tree.root, test, [named]);
  // Code that no longer runs fails any test.
  if (crashed) return `without it the code itself breaks: ${said}`;
  if (failed > 0) return undefined;
  return passed > 0 ? `${test} passes without it` : `${test} ran no test ${JSON.stringify(named)}: ${said}`;
}
