import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { CopiedTree } from "./copied-tree.ts";
import { topics } from "./mutations/index.ts";
import { prove } from "./prove.ts";

const { values } = parseArgs({ options: { only: { type: "string", default: "" } } });
const all = topics.flatMap(({ mutations }) => mutations);
const chosen = all.filter(({ protection, file, test }) => `${protection}\n${file}\n${test}`.includes(values.only));
if (chosen.length === 0) {
  process.stderr.write(`None of ${all.length} protections has ${JSON.stringify(values.only)} in it.\n`);
  process.exit(2);
}

const began = performance.now();
let proven = 0;
{
  using tree = new CopiedTree(fileURLToPath(new URL("../../..", import.meta.url)));
  // Where processes that tests start begin, too.
  process.chdir(tree.root);
  for await (const { mutation, fault } of prove(tree, chosen)) {
    if (fault === undefined) proven += 1;
    process.stdout.write(`${fault === undefined ? "proven    " : "NOT PROVEN"}  ${mutation.protection}\n`);
    if (fault !== undefined) process.stdout.write(`            ${fault.replaceAll("\n", "\n            ")}\n`);
  }
}
const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(`${proven} of ${chosen.length}: the test fails once its protection is gone (${seconds} s)\n`);
process.exitCode = proven === chosen.length ? 0 : 1;
