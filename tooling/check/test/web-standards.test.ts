import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "../src/workspace.ts";

const nodeOnly = `import { readFileSync } from "node:fs";
export const text: string = readFileSync("x", "utf8");
export const bytes: unknown = Buffer.from(text);
export const cwd: string = process.cwd();
`;

// Two nets, since either has a hole: the compiler lets Node's types in when a dependency's declarations name them,
// the linter knows globals by name only.
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "modelfleet-web-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

function write(file: string, content: string | object): void {
  mkdirSync(dirname(join(dir, file)), { recursive: true });
  writeFileSync(join(dir, file), typeof content === "string" ? content : JSON.stringify(content));
}

test("the compiler settings of runtime-neutral code know neither Node's modules nor its globals", () => {
  write("package.json", { type: "module" });
  write("tsconfig.json", { extends: `${root}tooling/tsconfig/web.json`, include: ["wrong.ts"] });
  write("wrong.ts", nodeOnly);
  const { stdout } = spawnSync("tsc", ["-p", ".", "--pretty", "false"], { cwd: dir, encoding: "utf8" });
  const unknown = [...stdout.matchAll(/Cannot find (?:name|module) ['"]([\w:]+)['"]/g)].map((match) => match[1]);
  expect(unknown.sort()).toEqual(["Buffer", "node:fs", "process"]);
});

test("the linter agrees, and leaves /node entries and the command line alone", () => {
  // Ignore files need a repository; the rules do not.
  write("biome.json", { ...JSON.parse(readFileSync(`${root}biome.json`, "utf8")), vcs: undefined, $schema: undefined });
  const neutral = ["core/src/wrong.ts", "client/src/selection/wrong.ts", "engines/src/builtin/wrong.ts"];
  const free = ["client/src/node/right.ts", "engines/src/llama-cpp/right.ts", "cli/src/right.ts"];
  for (const file of [...neutral, ...free]) write(`packages/${file}`, nodeOnly);
  const { stdout, stderr } = spawnSync("biome", ["lint", "--colors=off", "."], { cwd: dir, encoding: "utf8" });
  const found = [...(stdout + stderr).matchAll(/^packages\/(\S+?):(\d+):\d+ lint\/\w+\/(\w+)/gm)]
    .filter((match) => /^no(NodejsModules|RestrictedGlobals)$/.test(match[3] ?? ""))
    .map((match) => `${match[1]}:${match[2]}`);
  expect(found.sort()).toEqual(neutral.flatMap((file) => [1, 3, 4].map((line) => `${file}:${line}`)).sort());
});
