import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./support/command.ts";
import { noOllama, postJson, startServer, startServing } from "./support/serving.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelfleet-up-"));
  await writeFile(join(folder, "text.gguf"), "I am no model.");
  await writeFile(join(folder, "short.gguf"), "GG");
  await writeFile(join(folder, "bge.gguf"), beginningOfGguf("bert"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The magic, version 3, the counts of tensors and keys, and the first key. */
function beginningOfGguf(architecture: string): Buffer {
  const text = (value: string): Buffer[] => [Buffer.of(value.length, 0, 0, 0, 0, 0, 0, 0), Buffer.from(value)];
  const counts = Buffer.of(3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0);
  const string = Buffer.of(8, 0, 0, 0);
  return Buffer.concat([Buffer.from("GGUF"), counts, ...text("general.architecture"), string, ...text(architecture)]);
}

const up = (args: readonly string[], env: Record<string, string> = {}) =>
  run(["up", ...args], { env: { ...noOllama, ...env } });

describe("up refuses", { timeout: 30_000 }, () => {
  it.each([
    ["a missing file", ["--model", "nope.gguf"], 1, "There is no model file at nope.gguf"],
    ["a missing file that is to embed", ["--model", "embed:nope.gguf"], 1, "There is no model file at nope.gguf"],
    ["a type for builtin", ["--model", "embed:builtin"], 2, "builtin brings its own models of every type"],
    ["a type of nothing", ["--model", "rerank:foo"], 2, "it is none of these. There are:"],
    ["an unknown scheme", ["--model", "foo:bar"], 2, 'there is no scheme "foo:". There are:'],
    ["what is no model", ["--model", "qwen3"], 2, "it is none of these. There are:"],
    ["two models of one name", ["--model", "ollama:guide", "--model=builtin"], 2, "Two models have the name guide"],
    ["a key in a URL", ["--model", "openai:m@https://u:s3cret@x.test/v1"], 2, "set OPENAI_API_KEY"],
    ["a URL that is none", ["--model", "openai:m@nowhere"], 2, "its URL is no http or https URL"],
    ["no repository", ["--model", "hf:qwen"], 2, "it names no repository"],
    ["an Ollama that is not there", ["--model", "ollama:qwen3"], 1, "No Ollama answers at http://127.0.0.1:9"],
    [
      "an upstream that is down",
      ["--port=0", "--model=builtin", "--model", "openai:m@http://127.0.0.1:9/v1"],
      3,
      "The model m does not start: GET http://127.0.0.1:9/v1/models: no connection",
    ],
    ["a port that is none", ["--port", "99999"], 2, "give a number from 0 to 65535"],
    ["the network without a token", ["--host", "0.0.0.0", "--port=0"], 2, "Set MODELFLEET_TOKEN"],
  ] as const)("%s", async (_what, args, code, message) => {
    const { exitCode, stdout, stderr } = await up(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("s3cret");
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it.each(["text.gguf", "short.gguf"])("%s, which is no GGUF", async (name) => {
    const { exitCode, stderr } = await up(["--model", join(folder, name)]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${name} is not a GGUF model file`);
  });

  it("an embedding model that nobody said is one", async () => {
    const path = join(folder, "bge.gguf");
    const { exitCode, stderr } = await up(["--model", path]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`is no chat model: its architecture is bert. Give it as --model embed:${path}, or`);
  });

  it("a host of others", async () => {
    const { exitCode, stderr } = await up(["--host", "192.0.2.1", "--port=0"], { MODELFLEET_TOKEN: "t" });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("192.0.2.1 is no address of this machine");
  });

  it("a port that is taken", async () => {
    await using other = await startServer((_request, response) => response.end());
    const { exitCode, stdout, stderr } = await up(["--port", String(other.port)]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(`Port ${other.port} of 127.0.0.1 is taken`);
  });

  it("a key that the upstream refuses", async () => {
    await using upstream = await startServer((_request, response) => response.writeHead(401).end("{}"));
    const model = `openai:m@${upstream.url}/v1`;
    const { exitCode, stderr } = await up(["--port=0", "--model", model], { OPENAI_API_KEY: "s3cret" });
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain("401");
    expect(stderr).not.toContain("s3cret");
  });
});

describe("with a token", { timeout: 30_000 }, () => {
  it("serves the network, and only those who have it", async () => {
    const env = { MODELFLEET_TOKEN: "a-long-token" };
    await using served = await startServing(["up", "--host", "0.0.0.0", "--port=0"], { env });
    const url = served.url.replace("0.0.0.0", "127.0.0.1");
    const headers = { authorization: "Bearer a-long-token" };
    const messages = [{ role: "user", content: "hi" }];
    const statuses = (given: Record<string, string>): Promise<number[]> =>
      Promise.all([
        fetch(`${url}/api/controller/models`, { headers: given }).then(({ status }) => status),
        fetch(`${url}/api/worker/models/supports`, { headers: given }).then(({ status }) => status),
        postJson(`${url}/v1/chat/completions`, { model: "guide", messages }, given).then(({ status }) => status),
      ]);
    expect(await statuses({})).toEqual([401, 401, 401]);
    expect(await statuses({ authorization: "Bearer a-long-tokem" })).toEqual([401, 401, 401]);
    expect(await statuses(headers)).toEqual([200, 200, 200]);
    expect(served.command.stdout + served.command.stderr).not.toContain("a-long-token");

    const { stdout } = await run(["model", "list", "--address", url], { env });
    expect(stdout).toContain("guide");
  });
});
