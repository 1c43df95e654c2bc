import { afterEach, beforeEach, expect, test } from "vitest";
import { faultsOf } from "../src/openai-schema.ts";
import { apiKey, type ServedApi, serveApi } from "../src/serve-api.ts";

// Bodies by OpenAI's own schema: what it allows, of the parts that are served, is taken, and what is answered is valid.

let api: ServedApi;
beforeEach(async () => {
  api = await serveApi({
    models: [
      { name: "m", answer: "Because of Rayleigh scattering." },
      { name: "thinker", answer: "Because.", thinking: "Light bends." },
      { name: "e", type: "text2vec" },
    ],
  });
});
afterEach(() => api[Symbol.asyncDispose]());

function send(path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  return fetch(`${api.baseURL}/${path}`, body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers });
}

const question = { model: "m", messages: [{ role: "user", content: "Why?" }] };
const picture = { type: "image_url", image_url: { url: "data:image/png;base64,aWNv", detail: "low" } };
const sound = { type: "input_audio", input_audio: { data: "d2F2", format: "wav" } };

const chats: [string, object][] = [
  ["a question", question],
  ["a thinking model", { ...question, model: "thinker" }],
  ["several answers", { ...question, n: 3 }],
  [
    "every parameter that is served",
    {
      ...question,
      temperature: 2,
      top_p: 1,
      n: 1,
      stop: ["a", "b", "c", "d"],
      max_completion_tokens: 10,
      presence_penalty: -2,
      frequency_penalty: 2,
      user: "ada",
    },
  ],
  ["one stop string, and the old name of the limit", { ...question, stop: "a", max_tokens: 10 }],
  [
    "what asks for nothing",
    { ...question, logprobs: false, response_format: { type: "text" }, modalities: ["text"], store: false, stop: null },
  ],
  [
    "every role, and parts",
    {
      ...question,
      messages: [
        { role: "system", content: [{ type: "text", text: "Be brief." }] },
        { role: "developer", content: "In English.", name: "dev" },
        { role: "user", content: [{ type: "text", text: "What is this?" }, picture, sound], name: "ada" },
        { role: "assistant", content: [{ type: "text", text: "A bird." }], refusal: null },
        { role: "user", content: "And now?" },
      ],
    },
  ],
];

test.each(chats)("chat: %s", async (_, body) => {
  expect(faultsOf("CreateChatCompletionRequest", body)).toEqual([]);
  const response = await send("chat/completions", body);
  expect(response.status).toBe(200);
  expect(faultsOf("CreateChatCompletionResponse", await response.json())).toEqual([]);
});

async function events(response: Response): Promise<unknown[]> {
  const data = (await response.text()).split("\n\n").map((event) => event.replace("data: ", ""));
  expect(data.slice(-2)).toEqual(["[DONE]", ""]);
  return data.slice(0, -2).map((text) => JSON.parse(text) as unknown);
}

test.each(chats)("streamed chat: %s", async (_, chat) => {
  const body = { ...chat, stream: true, stream_options: { include_usage: true } };
  expect(faultsOf("CreateChatCompletionRequest", body)).toEqual([]);
  const chunks = await events(await send("chat/completions", body));
  expect(chunks.length).toBeGreaterThan(3);
  for (const chunk of chunks) expect(faultsOf("CreateChatCompletionStreamResponse", chunk)).toEqual([]);
});

test.each([{ prompt: "a" }, { prompt: ["a", "b"], n: 2, echo: true, max_tokens: 5, best_of: 1, suffix: null }])(
  "completion: %j",
  async (more) => {
    const body = { model: "m", ...more };
    expect(faultsOf("CreateCompletionRequest", body)).toEqual([]);
    expect(faultsOf("CreateCompletionResponse", await (await send("completions", body)).json())).toEqual([]);
  },
);

test.each([{ input: "a" }, { input: ["a", "b"], encoding_format: "float", user: "ada" }])(
  "embeddings: %j",
  async (more) => {
    const body = { model: "e", ...more };
    expect(faultsOf("CreateEmbeddingRequest", body)).toEqual([]);
    expect(faultsOf("CreateEmbeddingResponse", await (await send("embeddings", body)).json())).toEqual([]);
  },
);

test("models", async () => {
  expect(faultsOf("ListModelsResponse", await (await send("models")).json())).toEqual([]);
  expect(faultsOf("Model", await (await send("models/m")).json())).toEqual([]);
});

test.each([
  ["models/none", undefined],
  ["nothing", undefined],
  ["chat/completions", { ...question, model: "none" }],
  ["chat/completions", { ...question, tools: [{}] }],
  ["embeddings", { model: "e", input: [1, 2] }],
])("errors: %s %j", async (path, body) => {
  const response = await send(path, body);
  expect(response.ok).toBe(false);
  expect(faultsOf("ErrorResponse", await response.json())).toEqual([]);
});

test("the schema notices what is wrong", () => {
  expect(faultsOf("CreateChatCompletionResponse", { id: 1 })).not.toEqual([]);
  expect(faultsOf("ErrorResponse", { detail: "x" })).not.toEqual([]);
});
