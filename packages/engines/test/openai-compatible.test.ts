import { InvalidInputError, type ModelRequest } from "@modelfleet/core";
import { createOpenAICompatibleEngine, descriptions } from "@modelfleet/engines/openai-compatible";
import { createNodeTransport } from "@modelfleet/transport/node";
import { expect, onTestFinished, test } from "vitest";
import { ask, readOutputs } from "./support/read-outputs.ts";
import { chunk, sendAnswer, sendEvents, sendJson, startUpstream } from "./support/upstream.ts";

test("streams a chat with usage, metrics and reason", async () => {
  const upstream = await startUpstream((_, response) => sendAnswer(response, "It scatters light."));
  const engine = createOpenAICompatibleEngine({
    apiBase: `${upstream.apiBase}/`,
    apiKey: "sk-secret",
    backend: "gpt-x",
  });
  const outputs = await readOutputs(engine.generateStream(ask("Why is the sky blue?")));

  expect(outputs.map((output) => output.delta)).toEqual(["It", " scatters", " light.", ""]);
  expect(outputs.at(-1)).toMatchObject({
    text: "It scatters light.",
    errorCode: 0,
    finishReason: "stop",
    usage: { promptTokens: 9, completionTokens: 3, totalTokens: 12 },
    metrics: { promptTokens: 9, completionTokens: 3, firstTokenTimeMs: expect.any(Number) },
  });
  const [{ url, headers, body }] = upstream.requests as [(typeof upstream.requests)[0]];
  expect(url).toBe("/v1/chat/completions");
  expect(headers.authorization).toBe("Bearer sk-secret");
  // Only what was set.
  expect(body).toEqual({
    model: "gpt-x",
    messages: [{ role: "user", content: "Why is the sky blue?" }],
    stream: true,
    stream_options: { include_usage: true },
  });
});

test("sends every sampling parameter that is set, and media", async () => {
  const upstream = await startUpstream((_, response) => sendAnswer(response, "ok"));
  const engine = createOpenAICompatibleEngine({ apiBase: upstream.apiBase, includeUsage: false });
  const request: ModelRequest = {
    model: "vision",
    messages: [
      { role: "system", content: "Be brief." },
      { role: "view", content: "never sent" },
      {
        role: "human",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image", data: "AAAA", format: "base64@image/png" },
        ],
      },
    ],
    temperature: 0,
    topP: 0.5,
    topK: 4,
    maxNewTokens: 10,
    stop: ["END"],
    stopTokenIds: [2],
    presencePenalty: 1,
    frequencyPenalty: -1,
  };
  await engine.generate(request);
  expect(upstream.requests[0]?.body).toEqual({
    model: "vision",
    messages: [
      { role: "system", content: "Be brief." },
      {
        role: "user",
        content: [
          { type: "text", text: "What is this?" },
          { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
        ],
      },
    ],
    stream: true,
    max_tokens: 10,
    temperature: 0,
    top_p: 0.5,
    top_k: 4,
    stop: ["END"],
    stop_token_ids: [2],
    presence_penalty: 1,
    frequency_penalty: -1,
  });
});

test.each(["reasoning_content", "reasoning"])("reads thinking from %s", async (field) => {
  const upstream = await startUpstream((_, response) => {
    sendEvents(response, [
      chunk({ [field]: "Light" }),
      chunk({ [field]: " scatters." }),
      chunk({ content: "Blue." }),
      chunk({}, "length"),
      "[DONE]",
    ]);
    response.end();
  });
  const output = await createOpenAICompatibleEngine({ apiBase: upstream.apiBase }).generate(ask("Why?"));
  expect(output).toMatchObject({ text: "Blue.", thinking: "Light scatters.", finishReason: "length" });
});

test("completes a bare prompt where there are no messages", async () => {
  const upstream = await startUpstream((_, response) => {
    sendEvents(response, [{ choices: [{ text: "once" }] }, { choices: [{ text: " upon", finish_reason: "stop" }] }]);
    // Without [DONE]: the reason has said that the answer is complete.
    response.end();
  });
  const engine = createOpenAICompatibleEngine({ apiBase: upstream.apiBase });
  const output = await engine.generate({ model: "base", messages: [], prompt: "A tale:", maxNewTokens: 5 });
  expect(output.text).toBe("once upon");
  expect(upstream.requests[0]).toMatchObject({ url: "/v1/completions", body: { prompt: "A tale:", max_tokens: 5 } });
});

test("the pieces may be cut anywhere, comments and other fields between them", async () => {
  const upstream = await startUpstream(async (_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const text = `: ping\n\nevent: x\nretry: 3\ndata: ${JSON.stringify(chunk({ content: "天😀" }, "stop"))}\n\n`;
    for (const byte of Buffer.from(`${text}data: [DONE]\n\n`)) {
      await new Promise<void>((resolve) => response.write(Buffer.of(byte), () => resolve()));
    }
    response.end();
  });
  const output = await createOpenAICompatibleEngine({ apiBase: upstream.apiBase }).generate(ask("Why?"));
  expect(output).toMatchObject({ text: "天😀", errorCode: 0 });
});

test("takes another transport, whose connection is used again", async () => {
  const upstream = await startUpstream((_, response) => sendAnswer(response, "Yes."));
  const transport = createNodeTransport();
  onTestFinished(() => transport.close());
  const engine = createOpenAICompatibleEngine({ apiBase: upstream.apiBase, transport });
  for (let i = 0; i < 3; i++) expect((await engine.generate(ask("Again?"))).text).toBe("Yes.");
  expect(upstream.connections()).toBe(1);
});

test("an abort closes the upstream's connection", async () => {
  const upstream = await startUpstream((_, response) => sendEvents(response, [chunk({ content: "I" })]));
  const engine = createOpenAICompatibleEngine({ apiBase: upstream.apiBase });
  const abort = new AbortController();
  const stream = engine.generateStream(ask("Talk."), { signal: abort.signal })[Symbol.asyncIterator]();
  expect((await stream.next()).value).toMatchObject({ text: "I" });
  const next = stream.next();
  const reason = new Error("enough");
  abort.abort(reason);
  await expect(next).rejects.toBe(reason);
  await upstream.requests[0]?.left;
});

test("leaving the loop closes the upstream's connection; so does a stop", async () => {
  const upstream = await startUpstream((_, response) => sendEvents(response, [chunk({ content: "I" })]));
  const engine = createOpenAICompatibleEngine({ apiBase: upstream.apiBase });
  await engine.start();
  for await (const output of engine.generateStream(ask("Talk."))) {
    expect(output.text).toBe("I");
    break;
  }
  await upstream.requests[0]?.left;

  const stream = engine.generateStream(ask("Talk."))[Symbol.asyncIterator]();
  await stream.next();
  const next = stream.next();
  await engine.stop();
  await expect(next).rejects.toMatchObject({ code: "connection_failed", message: expect.stringContaining("stopped") });
  await upstream.requests[1]?.left;
});

test("embeds, whatever the order of the rows", async () => {
  const upstream = await startUpstream((_, response) =>
    sendJson(response, 200, {
      data: [
        { index: 1, embedding: [0, 1] },
        { index: 0, embedding: [1, 0] },
      ],
    }),
  );
  const engine = createOpenAICompatibleEngine({ apiBase: upstream.apiBase, backend: "bge" });
  expect(await engine.embeddings({ model: "e", input: ["a", "b"] })).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(await engine.embeddings({ model: "e", input: [] })).toEqual([]);
  expect(upstream.requests).toMatchObject([{ url: "/v1/embeddings", body: { model: "bge", input: ["a", "b"] } }]);
  await expect(engine.embeddings({ model: "e", input: ["a"] })).rejects.toThrow("gave 2 results for 1 inputs");
});

test.each([
  [
    "Cohere's",
    {
      results: [
        { index: 1, relevance_score: 0.9 },
        { index: 0, relevance_score: 0.1 },
      ],
    },
  ],
  [
    "TEI's",
    [
      { index: 1, score: 0.9 },
      { index: 0, score: 0.1 },
    ],
  ],
  [
    "Voyage's",
    {
      data: [
        { index: 1, relevance_score: 0.9 },
        { index: 0, relevance_score: 0.1 },
      ],
    },
  ],
  ["DB-GPT's", { data: [0.1, 0.9] }],
])("reranks, in %s shape", async (_, answer) => {
  const upstream = await startUpstream((_request, response) => sendJson(response, 200, answer));
  const engine = createOpenAICompatibleEngine({ apiUrl: `${upstream.apiBase}/beta/relevance` });
  const request = { model: "r", query: "sky", input: ["grass", "blue"], workerType: "reranker" } as const;
  expect(await engine.embeddings(request)).toEqual([[0.1, 0.9]]);
  expect(upstream.requests).toMatchObject([
    { url: "/v1/beta/relevance", body: { model: "r", query: "sky", documents: ["grass", "blue"] } },
  ]);
});

test("a rerank answer without every document is refused", async () => {
  const upstream = await startUpstream((_, response) => sendJson(response, 200, { results: [{ index: 1, score: 1 }] }));
  const engine = createOpenAICompatibleEngine({ apiBase: upstream.apiBase });
  await expect(engine.embeddings({ model: "r", query: "q", input: ["a", "b"] })).rejects.toThrow("document 1 of 2");
});

test("a start takes DB-GPT's parameters", async () => {
  const upstream = await startUpstream((_, response) => sendAnswer(response, "Yes."));
  const engine = createOpenAICompatibleEngine();
  await engine.start({ name: "m", provider: "proxy/openai", api_base: upstream.apiBase, api_key: "k", backend: "b" });
  expect((await engine.generate(ask("Hello?"))).text).toBe("Yes.");
  expect(upstream.requests[0]).toMatchObject({ headers: { authorization: "Bearer k" }, body: { model: "b" } });
  expect(await engine.getModelMetadata({ model: "m" })).toMatchObject({ model: "m", label: "b", chatModel: true });
  expect(await engine.countToken({ model: "m", prompt: "a" })).toBe(-1);
  expect(await engine.parameterDescriptions({ model: "m", workerType: "llm" })).toEqual(descriptions);
  await expect(engine.start({ api_base: "localhost:1" })).rejects.toThrow("absolute http or https URL");
  expect(() => createOpenAICompatibleEngine({ apibase: "x" } as never)).toThrow(InvalidInputError);
});

test("the upstream learns of the request's id and trace, and of no other header of the call", async () => {
  const upstream = await startUpstream((_, response) => sendAnswer(response, "ok"));
  const engine = createOpenAICompatibleEngine({ apiBase: upstream.apiBase, apiKey: "sk-secret" });
  const traced = { "x-request-id": "r-1", traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` };
  const headers = { ...traced, authorization: "Bearer the-cluster's", cookie: "session=1" };
  await readOutputs(engine.generateStream(ask("Why?"), { headers }));
  const [asked] = upstream.requests;
  expect(asked?.headers).toMatchObject({ ...traced, authorization: "Bearer sk-secret" });
  expect(asked?.headers).not.toHaveProperty("cookie");
});
