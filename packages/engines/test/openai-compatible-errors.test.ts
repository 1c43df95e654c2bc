import type { ServerResponse } from "node:http";
import { createOpenAICompatibleEngine } from "@modelfleet/engines/openai-compatible";
import { expect, test } from "vitest";
import { ask, readOutputs } from "./support/read-outputs.ts";
import { chunk, sendEvents, sendJson, startUpstream } from "./support/upstream.ts";

const key = "sk-0123456789abcdef";
const question = "My secret diary says the sky is green";

async function failing(answer: (response: ServerResponse) => void, more: object = {}) {
  const upstream = await startUpstream((_, response) => answer(response));
  return createOpenAICompatibleEngine({ apiBase: upstream.apiBase, apiKey: key, backend: "gpt-x", ...more });
}

const refusal = (status: number, message: string) => (response: ServerResponse) =>
  sendJson(response, status, { error: { message, code: "whatever" } });

test.each([
  [
    "a refused key",
    401,
    `Incorrect API key provided: sk-0123****cdef or ${key}`,
    /refuses the key \(status 401\). Check api_key$/,
  ],
  [
    "an unknown model",
    404,
    "The model does not exist.",
    /The model does not exist.*not know the model "gpt-x".*check backend and api_base/,
  ],
  [
    "a full context",
    400,
    "This model's maximum context length is 8192 tokens.",
    /8192.*longer than the model's context: shorten/,
  ],
  ["an echoed prompt", 422, `[{'type': 'missing', 'input': {'content': '${question}'}}]`, /status 422$/],
])("%s is a failed generation", async (_, status, message, expected) => {
  const engine = await failing(refusal(status, message));
  const outputs = await readOutputs(engine.generateStream(ask(question)));
  expect(outputs).toHaveLength(1);
  expect(outputs[0]).toMatchObject({ errorCode: status, text: expect.stringMatching(expected) });
  expect(outputs[0]?.text).not.toMatch(/0123|diary/);
});

test("llama.cpp's 500 for a full context is one, too", async () => {
  const engine = await failing(refusal(500, "the request exceeds the available context size"));
  expect(await engine.generate(ask(question))).toMatchObject({ errorCode: 500 });
});

test("who gives up is not held by a key that does not come", async () => {
  const asked = Promise.withResolvers<void>();
  const apiKey = (): Promise<string> => {
    asked.resolve();
    return new Promise(() => {});
  };
  const engine = createOpenAICompatibleEngine({ apiBase: "http://127.0.0.1:9", apiKey });
  const caller = new AbortController();
  const answer = engine.generate(ask(question), { signal: caller.signal });
  const vectors = engine.embeddings({ model: "m", input: [question] }, { signal: caller.signal });
  await asked.promise;
  caller.abort(new Error("enough"));
  await expect(answer).rejects.toThrow("enough");
  await expect(vectors).rejects.toThrow("enough");
});

test("an upstream at its limit throws, with the time to wait", async () => {
  const engine = await failing((response) =>
    sendJson(response, 429, { error: { message: "Slow down." } }, { "retry-after": "3" }),
  );
  await expect(engine.generate(ask(question))).rejects.toMatchObject({
    code: "http_status",
    status: 429,
    retryAfterMs: 3000,
    message: expect.stringContaining("Slow down"),
  });
});

test("a broken upstream throws; so does one that is not there", async () => {
  const engine = await failing(refusal(503, "loading"));
  await expect(engine.generate(ask(question))).rejects.toMatchObject({ code: "http_status", status: 503 });
  const nobody = createOpenAICompatibleEngine({ apiBase: "http://127.0.0.1:1/v1", apiKey: key });
  await expect(nobody.generate(ask(question))).rejects.toMatchObject({ code: "connection_failed" });
  await expect(nobody.embeddings({ model: "m", input: [question] })).rejects.toMatchObject({
    code: "connection_failed",
  });
});

test("embeddings that are refused throw in the same words", async () => {
  const engine = await failing(refusal(401, key));
  const error = await engine.embeddings({ model: "m", input: [question] }).catch((reason: Error) => reason);
  expect(error).toMatchObject({ code: "http_status", status: 401, message: expect.stringMatching(/Check api_key$/) });
});

test("a failure in the stream ends the answer with its code, and takes the place of the text", async () => {
  const engine = await failing((response) => {
    sendEvents(response, [chunk({ content: "It is" }), { error: { message: "out of memory", code: 507 } }]);
    response.end();
  });
  const outputs = await readOutputs(engine.generateStream(ask(question)));
  expect(outputs.map((output) => output.errorCode)).toEqual([0, 507]);
  expect(outputs[1]).toMatchObject({ reset: true, text: expect.stringContaining("out of memory") });
});

test.each([
  ["ends early", (response: ServerResponse) => response.end(), "truncated_stream"],
  ["breaks", (response: ServerResponse) => response.destroy(), "connection_failed"],
  ["is not JSON", (response: ServerResponse) => sendEvents(response, [`{"${question}`]), "invalid_response"],
  [
    "has another shape",
    (response: ServerResponse) => sendEvents(response, [{ choices: question }]),
    "invalid_response",
  ],
  ["has no bounds", (response: ServerResponse) => response.write(`data: ${"x".repeat(5000)}`), "frame_too_large"],
])("a stream that %s throws after what came before", async (_, end, code) => {
  const read = Promise.withResolvers<void>();
  const engine = await failing(
    (response) => {
      sendEvents(response, [chunk({ content: "It is" })]);
      void read.promise.then(() => end(response));
    },
    { maxEventLength: 4096 },
  );
  const texts: string[] = [];
  const reading = (async () => {
    for await (const output of engine.generateStream(ask(question))) {
      texts.push(output.text);
      read.resolve();
    }
  })();
  const error = await reading.catch((reason: Error) => reason);
  expect(error).toMatchObject({ code, message: expect.stringContaining("/v1/chat/completions") });
  expect((error as Error).message).not.toContain("diary");
  expect(texts).toEqual(["It is"]);
});

test("JSON in place of a stream, and a web page, are refused", async () => {
  const json = await failing((response) => sendJson(response, 200, { choices: [] }));
  await expect(json.generate(ask(question))).rejects.toMatchObject({ code: "unexpected_content_type" });
  const page = await failing((response) => response.writeHead(200, { "content-type": "text/html" }).end("<p>"));
  await expect(page.generate(ask(question))).rejects.toMatchObject({ code: "unexpected_content_type" });
});

test("a start looks whether the upstream is there and takes the key, when told to", async () => {
  const probe = { probe: true };
  await expect((await failing(refusal(401, "no"), probe)).start()).rejects.toThrow("GET http://127.0.0.1");
  await expect((await failing(refusal(503, "no"), probe)).start()).rejects.toMatchObject({ status: 503 });
  await (await failing(refusal(404, "no models here"), probe)).start();
  await (await failing(refusal(401, "no"))).start();
  const nobody = createOpenAICompatibleEngine({ apiBase: "http://127.0.0.1:1/v1", ...probe });
  await expect(nobody.start()).rejects.toMatchObject({ code: "connection_failed" });
});
