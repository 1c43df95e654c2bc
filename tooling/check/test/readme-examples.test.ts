import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createStandInCluster } from "@modelfleet/testing";
import { serveStandIn } from "@modelfleet/testing/node";
import { expect, test } from "vitest";
import { root } from "../src/workspace.ts";

const run = promisify(execFile);
/** Inside this package, so that the examples find what they import; git ignores it. */
const folder = join(root, "tooling/check/.examples");

/** What a fragment may leave out, because the text around it says what it is. */
const givens: Record<string, string> = {
  cluster: 'declare const cluster: import("@modelfleet/testing").StandInCluster;',
  fleet: 'declare const fleet: import("@modelfleet/client").Fleet;',
  show: "declare function show(text: string): void;",
  body: "declare const body: object;",
  expect: 'import { expect } from "vitest";',
};

interface Example {
  /** Such as `packages/client/README.md:14`. */
  place: string;
  code: string;
}

function examplesOf(readme: string): Example[] {
  const text = readFileSync(join(root, readme), "utf8");
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => ({
    place: `${readme}:${text.slice(0, match.index).split("\n").length}`,
    code: match[1] ?? "",
  }));
}

function withGivens(code: string): string {
  const declares = (name: string) =>
    new RegExp(`const (${name}\\b|\\{[^}]*\\b${name}\\b)|import [^;]*\\b${name}\\b`).test(code);
  const missing = Object.keys(givens).filter((name) => new RegExp(`\\b${name}\\b`).test(code) && !declares(name));
  return [...missing.map((name) => givens[name]), code, "export {};\n"].join("\n");
}

const examples = globSync("{README.md,packages/*/README.md}", { cwd: root }).sort().flatMap(examplesOf);

test("every TypeScript example in a readme compiles", async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const compilerOptions = { lib: ["ES2024", "ESNext.Disposable", "DOM", "DOM.AsyncIterable"] };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "@modelfleet/tsconfig/node.json", compilerOptions, include: ["*.ts"] }),
  );
  for (const { place, code } of examples) {
    writeFileSync(join(folder, `${place.replaceAll(/\W+/g, "-")}.ts`), withGivens(code));
  }
  expect(examples.map(({ place }) => place)).toContainEqual(expect.stringMatching(/^README\.md:/));
  const { stdout } = await run("tsc", ["-p", folder], { cwd: root }).catch((error: { stdout: string }) => error);
  expect(stdout).toBe("");
});

test("the five lines of the root readme print an answer", async () => {
  const model = { name: "qwen", answer: "The sky is blue." };
  await using served = await serveStandIn(createStandInCluster({ models: [model] }));
  const [example] = examplesOf("README.md");
  const file = join(root, "tooling/check", `.five-lines-${process.pid}.ts`);
  writeFileSync(file, (example as Example).code.replace("http://127.0.0.1:8000", served.controllerUrl));
  try {
    const child = spawn("node", ["--conditions=modelfleet-source", file], { stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    child.stdout.on("data", (piece: Buffer) => (printed += piece));
    child.stderr.on("data", (piece: Buffer) => (printed += piece));
    const [status] = await once(child, "close");
    expect(printed.replaceAll("\n", "")).toBe(model.answer);
    expect(status).toBe(0);
  } finally {
    rmSync(file);
  }
});
