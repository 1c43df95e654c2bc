// What size.ts lets size-limit measure: the client as its budget has it, and what it is compared with in the same way.
import { fileURLToPath } from "node:url";
import checks from "./size-budget.mjs";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const [{ modifyEsbuildConfig, ...budget }] = checks;
const other = (name) => ({ name, path: at(`src/size/${name}.ts`), gzip: true, modifyEsbuildConfig });

export default [
  { ...budget, modifyEsbuildConfig, name: "ours", path: at(`../../${budget.path}`) },
  other("openai"),
  other("ai"),
];
