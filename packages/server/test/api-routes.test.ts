import { expect, test } from "vitest";
import { eventsOf, faultOf, jsonOf, setUpApi, textsOf } from "./api-support.ts";

interface Encoded {
  data: { embedding: string }[];
}

const embed = { model: "stand-in-embed", input: ["a text", "another"] };

test.each(["/v1", "/api/v1"])("%s/models lists what can be asked, of every type", async (base) => {
  const { get, cluster } = setUpApi({ workers: 2 }, { now: () => 5_000 });
  const card = (id: string): object => ({ id, object: "model", created: 5, owned_by: "modelfleet" });
  expect(await jsonOf(get(`${base}/models`))).toEqual({
    object: "list",
    data: ["stand-in", "stand-in-embed", "stand-in-rerank"].map(card),
  });
  expect(await jsonOf(get(`${base}/models/stand-in`))).toEqual(card("stand-in"));
  cluster.fault("controllers", { type: "disabled", workerKey: "stand-in@llm" });
  expect(await faultOf(await get(`${base}/models/stand-in`))).toMatchObject({ status: 404, code: "model_not_found" });
});

test("a model's name may have slashes, as they are or escaped", async () => {
  const { get } = setUpApi({ models: [{ name: "Qwen/Qwen 2.5" }] });
  for (const path of ["Qwen/Qwen%202.5", "Qwen%2FQwen%202.5"]) {
    expect(await jsonOf(get(`/v1/models/${path}`))).toMatchObject({ id: "Qwen/Qwen 2.5" });
  }
  const fault = await faultOf(await get("/v1/models/other"));
  expect(fault.message).toBe("The model 'other' does not exist. Available: Qwen/Qwen 2.5.");
});

test("completes bare prompts, each n times", async () => {
  const { cluster, post } = setUpApi({ models: [{ name: "m", answer: ({ prompt }) => `after ${prompt}` }] });
  const body = { model: "m", prompt: ["a", "b"], n: 2, max_tokens: 9, echo: true };
  const whole = await jsonOf(post("/v1/completions", body));
  expect(whole).toMatchObject({ id: expect.stringMatching(/^cmpl-/), object: "text_completion", model: "m" });
  expect(whole.choices).toEqual(
    ["after a", "after a", "after b", "after b"].map((text, index) => ({
      index,
      text,
      logprobs: null,
      finish_reason: "stop",
    })),
  );
  expect(cluster.requests.at(-1)?.body).toMatchObject({
    chat_model: false,
    max_new_tokens: 9,
    echo: true,
    messages: [],
  });
});

test("streams completions", async () => {
  const { post } = setUpApi({ models: [{ name: "m", answer: ({ prompt }) => `after ${prompt}` }] });
  const { chunks, done } = await eventsOf(
    await post("/v1/completions", { model: "m", prompt: ["a", "b"], stream: true }),
  );
  expect(textsOf(chunks)).toEqual(["after a", "after b"]);
  expect(chunks[0]).toMatchObject({ object: "text_completion", choices: [{ finish_reason: null }] });
  expect(chunks.at(-1)?.choices?.[0]).toMatchObject({ text: "", finish_reason: "stop" });
  expect(done).toBe(true);
});

test.each([
  ["prompt", {}],
  ["prompt", { prompt: [] }],
  ["prompt", { prompt: [1, 2] }],
  ["prompt", { prompt: [[1, 2]] }],
  ["prompt", { prompt: Array.from({ length: 65 }, () => "x"), n: 2 }],
  ["suffix", { prompt: "a", suffix: "b" }],
  ["logprobs", { prompt: "a", logprobs: 2 }],
  ["best_of", { prompt: "a", best_of: 2 }],
])("a completion with a wrong %s is refused: %j", async (param, more) => {
  const { post } = setUpApi();
  expect(await faultOf(await post("/v1/completions", { model: "m", ...more }))).toMatchObject({ status: 400, param });
});

test("embeds texts, as numbers and as Base64", async () => {
  const { post, cluster } = setUpApi();
  const numbers = await jsonOf(post("/v1/embeddings", { ...embed, encoding_format: "float" }));
  expect(numbers).toMatchObject({ object: "list", model: embed.model, usage: { prompt_tokens: 0, total_tokens: 0 } });
  expect(numbers.data.map(({ index, object }) => [index, object])).toEqual([
    [0, "embedding"],
    [1, "embedding"],
  ]);
  const encoded = await jsonOf<Encoded>(post("/v1/embeddings", { ...embed, encoding_format: "base64" }));
  const bytes = Buffer.from(encoded.data[0]?.embedding ?? "", "base64");
  const floats = Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4));
  expect(floats).toEqual(Array.from(Float32Array.from(numbers.data[0]?.embedding ?? [])));
  expect(cluster.requests.at(-1)?.body).toMatchObject({ input: embed.input, worker_type: "text2vec" });

  const one = await jsonOf(post("/v1/embeddings", { ...embed, input: "a text" }));
  expect(one.data[0]?.embedding).toEqual(numbers.data[0]?.embedding);
});

test("a long vector in Base64", async () => {
  const { post } = setUpApi({ models: [{ name: "e", type: "text2vec", dimensions: 5_000 }] });
  const body = { model: "e", input: "x", encoding_format: "base64" };
  const { data } = await jsonOf<Encoded>(post("/v1/embeddings", body));
  expect(Buffer.from(data[0]?.embedding ?? "", "base64").length).toBe(20_000);
});

test.each([
  ["input", { input: undefined }],
  ["input", { input: [] }],
  ["input", { input: 3 }],
  ["input", { input: [1, 2, 3] }],
  ["input", { input: [[1], [2]] }],
  ["input[1]", { input: ["a", null] }],
  ["input", { input: Array.from({ length: 2049 }, () => "x") }],
  ["encoding_format", { encoding_format: "int8" }],
  ["dimensions", { dimensions: 64 }],
])("embeddings with a wrong %s are refused: %j", async (param, more) => {
  const { post } = setUpApi();
  expect(await faultOf(await post("/v1/embeddings", { ...embed, ...more }))).toMatchObject({ status: 400, param });
});

test("tokens are refused with the reason", async () => {
  const { post } = setUpApi();
  const { message } = await faultOf(await post("/v1/embeddings", { ...embed, input: [[1, 2]] }));
  expect(message).toMatch(/'input' must be text: .* tokenizer/);
});

test("an embedding model that does not exist: those of its type are listed", async () => {
  const { post } = setUpApi();
  const { message, status } = await faultOf(await post("/v1/embeddings", { ...embed, model: "stand-in" }));
  expect(status).toBe(404);
  expect(message).toContain("Available of type text2vec: stand-in-embed.");
});

const ranking = {
  model: "stand-in-rerank",
  query: "blue sky",
  documents: ["green grass", "a blue sky", { text: "sky" }],
};

test("ranks documents, the most relevant first", async () => {
  const { post } = setUpApi();
  const { results, model } = await jsonOf(post("/v1/rerank", { ...ranking, return_documents: true }));
  expect(model).toBe(ranking.model);
  expect(results[0]).toMatchObject({ index: 1, document: { text: "a blue sky" } });
  const scores = results.map((result) => result.relevance_score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  const first = await jsonOf(post("/v1/rerank", { ...ranking, top_n: 1 }));
  expect(first.results).toEqual([{ index: 1, relevance_score: scores[0] }]);
});

test("DB-GPT's relevance: a score for each document, in their order", async () => {
  const { post, cluster } = setUpApi();
  const answer = await jsonOf<{ data: [number, number, number] }>(post("/api/v1/beta/relevance", ranking));
  expect(answer).toMatchObject({ object: "list", model: ranking.model, usage: { total_tokens: 0 } });
  expect(answer.data).toHaveLength(3);
  expect(answer.data[1]).toBeGreaterThan(answer.data[0]);
  expect(cluster.requests.at(-1)?.body).toMatchObject({ query: "blue sky", worker_type: "reranker" });
});

test("rerankers up to 0.6, which register as text2vec, are found", async () => {
  const { post } = setUpApi({ generation: "0.6" });
  expect((await post("/v1/rerank", ranking)).status).toBe(200);
});

test.each([
  ["query", { query: undefined }],
  ["documents", { documents: [] }],
  ["documents[0]", { documents: [3] }],
  ["documents[0].text", { documents: [{}] }],
  ["top_n", { top_n: 0 }],
])("a ranking with a wrong %s is refused: %j", async (param, more) => {
  const { post } = setUpApi();
  expect(await faultOf(await post("/v1/rerank", { ...ranking, ...more }))).toMatchObject({ status: 400, param });
});
