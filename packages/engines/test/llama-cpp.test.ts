import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { ModelWorker } from "@modelfleet/core";
import { createLlamaCppEngine, descriptions, type LlamaCppEngineOptions } from "@modelfleet/engines/llama-cpp";
import * as library from "node-llama-cpp";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { ask, readOutputs } from "./support/read-outputs.ts";
import { writeScriptedGguf } from "./support/scripted-gguf.ts";

// Loading the native library takes a second on a machine that does other things.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const dir = mkdtempSync(join(tmpdir(), "modelfleet-llama-cpp-"));
const path = join(dir, "scripted.gguf");
const endlessPath = join(dir, "endless.gguf");

let tokens: string[];
beforeAll(() => {
  tokens = writeScriptedGguf(path, ["<think>", "hm", " so", "</think>", "Hello", " dear", " world", "."]);
  writeScriptedGguf(endlessPath, ["la", " la", " li"], true);
});
afterAll(() => rmSync(dir, { recursive: true }));

const engines: ModelWorker[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.stop()));
});

/** Without the second that node-llama-cpp takes to compare the template with those that it knows. */
const quick = {
  ...library,
  resolveChatWrapper: (model: library.LlamaModel) =>
    new library.JinjaTemplateChatWrapper({
      template: model.fileInfo.metadata.tokenizer.chat_template as string,
      tokenizer: model.tokenizer,
    }),
};

async function start(options: LlamaCppEngineOptions = {}): Promise<ModelWorker> {
  // The processor alone, and one thread, so that tests beside each other do not fight for it.
  const load = async (): Promise<unknown> => quick;
  const engine = createLlamaCppEngine({
    path,
    threads: 1,
    gpuLayers: 0,
    contextLength: 512,
    parallel: 2,
    load,
    ...options,
  });
  engines.push(engine);
  await engine.start();
  return engine;
}

describe("with a model that knows its script by heart", () => {
  let shared: ModelWorker;
  beforeAll(async () => {
    shared = await start();
    // Not stopped after the first test.
    engines.length = 0;
  });
  afterAll(() => shared.stop());

  test("chats by the model's own template, thinking apart, with usage and metrics", async () => {
    // The library as it is.
    const engine = await start({ load: undefined });
    const outputs = await readOutputs(engine.generateStream(ask("hi there")));
    expect(outputs.map(({ thinkingDelta, delta }) => [thinkingDelta, delta])).toEqual([
      ["hm", ""],
      [" so", ""],
      ["", "Hello"],
      ["", " dear"],
      ["", " world"],
      ["", "."],
      ["", ""],
    ]);
    expect(outputs.at(-1)).toMatchObject({
      text: "Hello dear world.",
      thinking: "hm so",
      finishReason: "stop",
      // The template's two, and a letter each; everything that was generated counts, the end as well.
      usage: { promptTokens: 10, completionTokens: 9, totalTokens: 19 },
      metrics: { promptTokens: 10, completionTokens: 9, firstTokenTimeMs: expect.any(Number) },
    });
    expect(await engine.countToken({ model: "m", prompt: "hi there" })).toBe(8);
    expect(await engine.getModelMetadata({ model: "m" })).toMatchObject({
      label: "scripted",
      contextLength: 512,
      chatModel: true,
    });
  });

  test.each([
    ["a stop string", { stop: [" wor", "never"] }, "Hello dear", "stop"],
    ["the longest answer", { maxNewTokens: 6 }, "Hello dear", "length"],
  ])("ends at %s", async (_, limits, text, finishReason) => {
    expect(await shared.generate(ask("hi", limits))).toMatchObject({ text, finishReason });
  });

  test("ends at a token", async () => {
    const id = tokens.indexOf("▁world");
    const output = await shared.generate(ask("hi", { stopTokenIds: [id] }));
    expect(output).toMatchObject({ text: "Hello dear", finishReason: "stop" });
  });

  test("completes a bare prompt", async () => {
    const engine = await start({ path: endlessPath });
    expect(await engine.generate({ model: "m", messages: [], prompt: "So?", maxNewTokens: 4 })).toMatchObject({
      text: "la la lila",
      finishReason: "length",
      usage: { promptTokens: 3, completionTokens: 4 },
    });
  });

  test("a conversation too long for the context is a failed generation", async () => {
    expect(await shared.generate(ask("abc ".repeat(200)))).toMatchObject({
      errorCode: 400,
      text: expect.stringContaining("802 tokens, but the model's context is 512"),
    });
  });

  test("takes text only", async () => {
    const content = [{ type: "image", data: "AA", format: "base64" }] as const;
    await expect(shared.generate({ model: "m", messages: [{ role: "human", content }] })).rejects.toThrow("text only");
  });

  test("finds a path from where the process runs, and downloads what has a name", async () => {
    await start({ path: relative(process.cwd(), path) });
    const asked: unknown[] = [];
    const resolveModelFile = async (...question: unknown[]): Promise<string> => {
      asked.push(...question);
      return path;
    };
    const load = async (): Promise<unknown> => ({ ...quick, resolveModelFile });
    const onDownload = (): void => {};
    await start({ load, path: "hf:someone/model:Q4", modelsDirectory: dir, onDownload });
    expect(asked).toEqual(["hf:someone/model:Q4", { cli: false, directory: dir, onProgress: onDownload }]);
  });

  test("answers more at once than it has places", async () => {
    const answers = await Promise.all(
      ["one", "two", "three", "four", "five"].map((text) => shared.generate(ask(text))),
    );
    expect(answers.map((answer) => answer.text)).toEqual(Array(5).fill("Hello dear world."));
  });

  test("the next turn of a conversation works through its new tokens only", async () => {
    const meters: library.TokenMeter[] = [];
    class LlamaChat extends library.LlamaChat {
      constructor(options: library.LlamaChatOptions) {
        super(options);
        meters.push(options.contextSequence.tokenMeter);
      }
    }
    const engine = await start({ load: async () => ({ ...quick, LlamaChat }), path: endlessPath });
    const answer = await engine.generate(ask("a long question of many words", { maxNewTokens: 5 }));
    await engine.generate(ask("b", { maxNewTokens: 1 }));
    const before = meters[0]?.getState() as library.TokenMeterState;
    const next = await engine.generate({
      model: "m",
      messages: [
        { role: "human", content: "a long question of many words" },
        { role: "ai", content: answer.text },
        { role: "human", content: "and" },
      ],
      maxNewTokens: 1,
    });
    // The other conversation had the other sequence.
    expect(meters[1]).not.toBe(meters[0]);
    expect(meters[2]).toBe(meters[0]);
    expect(next.usage?.promptTokens).toBeGreaterThan(35);
    expect(meters[2]?.diff(before).usedInputTokens).toBeLessThan(20);
  });

  test("an abort, leaving and a stop end a generation, whose place is free then", async () => {
    const engine = await start({ path: endlessPath, parallel: 1 });
    const abort = new AbortController();
    const reason = new Error("enough");
    const aborted = (async () => {
      for await (const _ of engine.generateStream(ask("sing"), { signal: abort.signal })) abort.abort(reason);
    })();
    await expect(aborted).rejects.toBe(reason);

    for await (const output of engine.generateStream(ask("sing"))) {
      expect(output.text).toBe("la");
      break;
    }

    const stream = engine.generateStream(ask("sing"))[Symbol.asyncIterator]();
    await stream.next();
    const waits = new AbortController();
    const waiting = engine.generate(ask("me too"), { signal: waits.signal });
    waits.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await engine.stop();
    await expect(stream.next()).rejects.toThrow("The engine llama-cpp was stopped.");
    await expect(engine.generate(ask("sing"))).rejects.toThrow("stopped");
  });

  test("embeds; what is too long is refused", async () => {
    const engine = await start({ use: "embeddings" });
    const [one = [], two = [], other = []] = await engine.embeddings({ model: "m", input: ["abc", "abc", "xyz"] });
    expect(one.length).toBeGreaterThan(300);
    expect(one).toEqual(two);
    expect(one).not.toEqual(other);
    await expect(engine.embeddings({ model: "m", input: ["abc ".repeat(200)] })).rejects.toMatchObject({
      code: "invalid_input",
      message: "A text is longer than the model's context: split it.",
    });
    expect(await engine.getModelMetadata({ model: "m" })).toMatchObject({ chatModel: false });
  });
});

describe("a start fails with", () => {
  const rejects = (options: LlamaCppEngineOptions, message: string | RegExp) =>
    expect(start(options)).rejects.toMatchObject({ code: "invalid_input", message: expect.stringMatching(message) });

  test("the command that installs a missing package", async () => {
    const load = (): Promise<unknown> =>
      Promise.reject(
        Object.assign(new Error("Cannot find package 'node-llama-cpp'"), { code: "ERR_MODULE_NOT_FOUND" }),
      );
    await rejects({ load }, /not installed. Install it: npm install node-llama-cpp@3$/);
    await rejects({ load: () => Promise.reject(new Error("bad ELF")) }, "could not load node-llama-cpp: bad ELF");
  });

  test("a missing path, a missing file, and one that is no model", async () => {
    await rejects({ path: undefined }, "needs `path`");
    await rejects({ path: join(dir, "nothing.gguf") }, "nothing.gguf does not exist");
    await rejects({ path: dir }, "cannot be read \\(EISDIR\\)");
    const text = join(dir, "text.gguf");
    writeFileSync(text, "Once upon a time there was a model.");
    await rejects({ path: text }, "text.gguf is not a whole GGUF model");
  });

  test("a name that cannot be downloaded", async () => {
    const resolveModelFile = (): Promise<never> => Promise.reject(new Error("404"));
    const load = async (): Promise<unknown> => ({ ...quick, resolveModelFile });
    await rejects({ load, path: "hf:no/one" }, "hf:no/one could not be downloaded: 404");
  });

  test("a file that is cut, and a model that the memory has no room for", async () => {
    const cut = join(dir, "cut.gguf");
    writeScriptedGguf(cut, ["a"]);
    truncateSync(cut, 100_000);
    await rejects({ path: cut }, "could not be loaded: ");
    const small = {
      loadModel: () => Promise.reject(new library.InsufficientMemoryError("out of memory")),
      dispose: async () => {},
    };
    await rejects({ load: async () => ({ ...library, getLlama: async () => small }) }, "more memory than there is");
  });

  test("rerank by a model that cannot", () => rejects({ use: "rerank" }, "could not be started: .*rank"));
});

test("nothing works before the start; parameters are DB-GPT's", async () => {
  const engine = createLlamaCppEngine({ threads: 1 });
  await expect(engine.generate(ask("hi"))).rejects.toThrow("was not started");
  await expect(engine.start({ n_ctx: 5 })).rejects.toThrow("It takes: path, use, context_length");
  expect(() => createLlamaCppEngine({ parallel: 0 })).toThrow("is not valid");
  expect(descriptions.find((row) => row.paramName === "path")).toMatchObject({ required: true });
});
