import { expect, test } from "vitest";
import { frames, prompt, read, setUp, textOf } from "./support.ts";

test("streams an answer word by word, cumulative, without a content type", async () => {
  const { post } = setUp();
  const response = await post("generate_stream", prompt("What is a fleet?"));
  expect(response.headers.get("content-type")).toBeNull();
  const all = await frames(response);
  expect(all.slice(0, 3).map(textOf)).toEqual(["I", "I am", "I am stand-in,"]);
  expect(textOf(all.at(-1))).toContain('You asked: "What is a fleet?".');
  expect(all.at(-1)).toMatchObject({ error_code: 0, finish_reason: "stop", usage: { prompt_tokens: 4 } });
});

test("generates the whole answer", async () => {
  const { post } = setUp({ models: [{ name: "m", answer: "one two" }] });
  const output = await (await post("generate", prompt("hi", { model: "m" }))).json();
  expect(output).toMatchObject({ content: { type: "text", object: { data: "one two" } }, finish_reason: "stop" });
});

test("an answer may be a function, frames, or raw bytes of a frame", async () => {
  const { post } = setUp({
    models: [
      { name: "echo", answer: (request) => `${request.temperature} ${request.model}` },
      { name: "frames", answer: [{ text: "a" }, { text: "b", errorCode: 3, usage: null }] },
      { name: "raw", answer: [{ raw: '{"text":"r","error_code":0}' }] },
      {
        name: "throws",
        answer: () => {
          throw new Error("boom");
        },
      },
    ],
  });
  const ask = async (model: string) => frames(await post("generate_stream", prompt("", { model, temperature: 0.5 })));
  expect(textOf((await ask("echo")).at(-1))).toBe("0.5 echo");
  expect((await ask("frames")).map((frame) => frame.error_code)).toEqual([0, 3]);
  expect(await ask("raw")).toEqual([{ text: "r", error_code: 0 }]);
  expect(await ask("throws")).toMatchObject([
    { error_code: 1, metrics: null, content: { object: { data: expect.stringContaining("boom") } } },
  ]);
});

test("honours stop and max_new_tokens", async () => {
  const { post } = setUp({ models: [{ name: "m", answer: "one two three four" }] });
  const last = async (more: object) =>
    (await frames(await post("generate_stream", prompt("", { model: "m", ...more })))).at(-1);
  expect(textOf(await last({ stop: ["three"] }))).toBe("one two ");
  const cut = await last({ max_new_tokens: 2 });
  expect([textOf(cut), cut?.finish_reason]).toEqual(["one two", "length"]);
});

test("a model that is not there is a frame with upstream's message", async () => {
  const { post } = setUp();
  const [frame] = await frames(await post("generate_stream", prompt("", { model: "nobody" })));
  expect(frame?.error_code).toBe(1);
  expect(textOf(frame)).toContain("Cound not found worker instances for model name nobody and worker type llm");
  expect((await post("count_token", { model: "nobody", prompt: "" })).status).toBe(500);
  expect((await post("model_metadata", { model: "nobody" })).status).toBe(500);
});

test("embeds and reranks", async () => {
  const { post } = setUp();
  const vectors = await read<number[][]>(
    await post("embeddings", {
      model: "stand-in-embed",
      input: ["red apples", "red apple", "a boat"],
      worker_type: "text2vec",
    }),
  );
  const [a = [], b = [], c = []] = vectors;
  const near = (x: number[], y: number[]): number => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  expect(a).toHaveLength(64);
  expect(near(a, a)).toBeCloseTo(1);
  expect(near(a, b)).toBeGreaterThan(near(a, c));
  const body = { model: "stand-in-rerank", query: "red apples", input: ["red apples", "a boat"] };
  expect(await (await post("embeddings", { ...body, worker_type: "reranker" })).json()).toEqual([[1, 0]]);
  expect((await post("embeddings", body)).status).toBe(500);
  expect((await post("embeddings", { model: "stand-in-rerank", input: [], worker_type: "reranker" })).status).toBe(500);
});

test("counts tokens, describes and lists models", async () => {
  const { post, get } = setUp({ models: [{ name: "m", contextLength: 10, promptRoles: ["human", "ai"] }] });
  expect(await (await post("count_token", { model: "m", prompt: "one two  three" })).json()).toBe(3);
  expect(await (await post("model_metadata", { model: "m" })).json()).toMatchObject({
    model: "m",
    context_length: 10,
    ext_metadata: { prompt_roles: ["human", "ai"] },
  });
  const described = await read<object[]>(await get("parameter/descriptions?model=m"));
  expect(described[0]).toMatchObject({ param_name: "name", required: true });
  expect((await get("parameter/descriptions?model=nobody")).status).toBe(500);
  expect((await get("parameter/descriptions")).status).toBe(422);
  expect(await (await get("models/supports")).json()).toMatchObject([
    { host: "worker-1.test", port: 8001, models: [{ model: "m", worker_type: "llm", enabled: true }] },
  ]);
});

test("models run where they were put", async () => {
  const { rows } = setUp({
    workers: 3,
    models: [
      { name: "two", workers: 2 },
      { name: "last", workers: ["worker-3"] },
      { name: "none", started: false },
    ],
  });
  const where = (await rows()).filter(({ model_name }) => model_name.endsWith("@llm"));
  expect(where.map((row) => `${row.model_name} ${row.host}`)).toEqual([
    "two@llm worker-1.test",
    "two@llm worker-2.test",
    "last@llm worker-3.test",
  ]);
});
