import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfigModels } from "../src/config/config-models.ts";
import { openConfig } from "../src/config/open-config.ts";
import { CommandError } from "../src/failure.ts";
import { checkModels } from "../src/serving/check-models.ts";
import { run } from "./support/command.ts";
import { noOllama } from "./support/serving.ts";

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelfleet-config-"));
  path = join(folder, "wrong.toml");
});
afterAll(() => rm(folder, { recursive: true }));

const llm = (keys: string): string => `[[models.llms]]\nname = "m"\n${keys}\n`;
const proxy = (keys: string): string => llm(`provider = "proxy/openai"\napi_key = "s3cret"\n${keys}`);

/** What a command would say of models that stand in a file. */
async function problemOf(text: string): Promise<string> {
  await writeFile(path, text);
  try {
    await checkModels(await readConfigModels(await openConfig(path)));
  } catch (error) {
    if (error instanceof CommandError) return error.message;
    throw error;
  }
  throw new Error(`Nothing is wrong with\n${text}`);
}

async function start(text: string, ...args: string[]): ReturnType<typeof run> {
  await writeFile(path, text);
  return run(["start", "worker", "-c", path, "--port=0", ...args], { env: noOllama });
}

describe("models in a wrong configuration:", { timeout: 30_000 }, () => {
  it.each([
    ["no TOML", '[models]\napi_key = "s3cret', "wrong.toml:2:18: This is no TOML: Unterminated string"],
    ["a key twice", '[a]\nkey = "s3cret"\nkey = 1', "wrong.toml:3:1: This is no TOML: Defining a key multiple times"],
    ["models that are no list", '[models]\nllms = "s3cret"', "wrong.toml:2: models.llms must be a list of tables."],
    ["no name", '[[models.llms]]\nprovider = "echo"', "wrong.toml:1: [[models.llms]] needs a name."],
    ["an @ in a name", '[[models.llms]]\nname = "a@b"', 'wrong.toml:2: name in [[models.llms]] has an "@"'],
    ["no provider", llm(""), "wrong.toml:1: [[models.llms]] needs a provider. There are: builtin, echo, llama.cpp"],
    [
      "an unknown provider",
      llm('provider = "opnai"'),
      '3: provider in [[models.llms]] is "opnai", which is not known.',
    ],
    [
      "which there are",
      llm('provider = "opnai"'),
      "There are: builtin, echo, llama.cpp, llama-cpp, ollama, openai-comp",
    ],
    ["DB-GPT's own provider", llm('provider = "vllm"'), '"vllm", which needs a worker of DB-GPT\'s own. There are: '],
    [
      "a URL that is none",
      proxy('api_base = "nowhere"'),
      "wrong.toml:5: api_base in [[models.llms]] must be a whole URL",
    ],
    [
      "a key in a URL",
      proxy('api_base = "https://u:s3cret@x.test"'),
      "wrong.toml:5: api_base in [[models.llms]] must have",
    ],
    ["Azure", proxy('api_type = "azure"'), 'wrong.toml:5: api_type in [[models.llms]] is "azure", but only OpenAI\'s'],
    [
      "a key that is no string",
      llm('provider = "proxy/openai"\napi_key = 1'),
      "api_key in [[models.llms]] is a number",
    ],
    ["a table for a string", proxy("backend = {}"), "wrong.toml:5: backend in [[models.llms]] is a table, but must be"],
    ["a choice that is none", proxy('max_tokens_field = "x"'), 'must be one of "max_tokens", "max_completion_tokens".'],
    [
      "a flag that is none",
      proxy('probe = "perhaps"'),
      "wrong.toml:5: probe in [[models.llms]] must be true or false.",
    ],
    ["a fraction", proxy("concurrency = 1.5"), "concurrency in [[models.llms]] must be a whole number of at least 1."],
    [
      "an unset variable",
      llm("provider = '$" + "{env:NOT_SET}'"),
      "3: provider in [[models.llms]] is the variable NOT_SET",
    ],
    ["no path", llm('provider = "llama.cpp"'), "wrong.toml:1: [[models.llms]] needs a path: that of a GGUF file"],
    ["two of one name", llm('provider = "echo"').repeat(2), "wrong.toml:4. Leave one of them out."],
    ["an echo that embeds", '[[models.embeddings]]\nname = "m"\nprovider = "echo"', "wrong.toml:3: provider in"],
    ["a model in a line", '[models]\n\nllms = [{ provider = "echo" }]', "wrong.toml:3: [[models.llms]] needs a name."],
    ["a section that is a value", "service = 1", "wrong.toml:1: service must be a table."],
  ])("%s", async (_what, text, message) => {
    const problem = await problemOf(text);
    expect(problem).toContain(message);
    expect(problem).toContain(path);
    expect(problem).not.toContain("s3cret");
  });

  it("a path is relative to the file", async () => {
    const problem = await problemOf(llm('provider = "llama-cpp"\npath = "a/m.gguf"'));
    expect(problem).toBe(`There is no model file at ${join(folder, "a", "m.gguf")}`);
  });
});

describe("a command with a wrong configuration", { timeout: 120_000 }, () => {
  it.each([
    ["up", "one that is not there", ["-c", "nowhere.toml"], "There is no configuration file at nowhere.toml"],
    ["start worker", "a folder", ["--config", "."], "The configuration file cannot be read: . (EISDIR)"],
    ["start controller", "one that is not there", ["-c", "nowhere.toml"], "There is no configuration file at"],
    ["start apiserver", "one that is not there", ["-c", "nowhere.toml"], "There is no configuration file at"],
  ])("%s: %s", async (command, _what, args, message) => {
    const { exitCode, stdout, stderr } = await run([...command.split(" "), ...args, "--port=0"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(message);
  });

  it.each([
    ["a port that is none", "[service.model.worker]\nport = 99999", "must be a whole number from 0 to 65535."],
    ["a worker type that is none", '[service.model.worker]\nworker_type = "x"', '"llm", "text2vec", "reranker"'],
    ["a provider that is none", proxy("").replace("proxy/openai", "x"), '"x", which is not known. There are: builtin'],
  ])("%s", async (_what, text, message) => {
    const { exitCode, stdout, stderr } = await start(text);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("s3cret");
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it("says which keys nobody knows, and goes on", async () => {
    const text = `[models]\nllm = 1\n[service.model.workr]\n${llm('provider = "echo"\nanswr = "yes"')}x.y = 1\n`;
    // A controller that is none ends it, once everything has been read.
    const { stderr } = await start(text, "--controller-addr", "ftp://x");
    expect(stderr).toContain("wrong.toml:2: llm in [models] is not used here.");
    expect(stderr).toContain("wrong.toml:3: workr in [service.model] is not used here.");
    expect(stderr).toContain("wrong.toml:7: answr in [[models.llms]] is not used here.");
    expect(stderr).toContain("wrong.toml:8: x in [[models.llms]] is not used here.");
    expect(stderr).toContain("ftp://x");
  });
});
