import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const decoder = "packages/transport/test/decode-properties.test.ts";
/** Properties that the decoder's file has, each of which gets its share of the cases. */
const decoderProperties = 7;

const { values } = parseArgs({
  options: { cases: { type: "string", default: "1000000" }, seed: { type: "string" } },
});
const cases = Number(values.cases);
const seed = values.seed ?? String(randomInt(2 ** 31));
if (!Number.isInteger(cases) || cases < 1 || !/^\d+$/.test(seed)) {
  process.stderr.write("usage: fuzz [--cases WHOLE_NUMBER] [--seed WHOLE_NUMBER]\n");
  process.exit(2);
}

/** @returns whether all held */
async function run(what: string, runs: number, args: readonly string[]): Promise<boolean> {
  process.stdout.write(`\n${what}: ${runs} cases for each property\n`);
  const env = { ...process.env, FUZZ_SEED: seed, FUZZ_RUNS: String(runs) };
  // By this very Node: the one on the path may be an older one.
  const vitest = fileURLToPath(new URL("vitest.mjs", import.meta.resolve("vitest/package.json")));
  const cwd = fileURLToPath(new URL("../../..", import.meta.url));
  const child = spawn(process.execPath, [vitest, "run", "--project", "fuzz", ...args], { cwd, env, stdio: "inherit" });
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0;
}

const began = performance.now();
const share = Math.ceil(cases / decoderProperties);
// A request costs many times what a stream does.
const rest = Math.ceil(cases / 200);
const held = [await run("The decoder", share, [decoder]), await run("All else", rest, ["--exclude", decoder])].every(
  Boolean,
);
const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(
  `\n${held ? "All held" : "NOT all held"}: ${share * decoderProperties} cases for the decoder, ` +
    `${rest} for each other property, in ${seconds} s. Repeat it: pnpm fuzz --cases ${cases} --seed ${seed}\n`,
);
process.exitCode = held ? 0 : 1;
