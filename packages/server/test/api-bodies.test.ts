import { expect, test } from "vitest";
import { faultOf, jsonOf, question, setUpApi } from "./api-support.ts";

const chat = "/v1/chat/completions";
const valid = { model: "stand-in", messages: question };

test.each([
  ["model", { messages: question }, "missing_required_parameter"],
  ["model", { ...valid, model: "" }, null],
  ["model", { ...valid, model: 3 }, "invalid_value"],
  ["messages", { model: "stand-in" }, "missing_required_parameter"],
  ["messages", { ...valid, messages: [] }, null],
  ["messages", { ...valid, messages: {} }, "invalid_value"],
  ["messages[0].role", { ...valid, messages: [{ role: "view", content: "x" }] }, "invalid_value"],
  ["messages[0].content", { ...valid, messages: [{ role: "user", content: null }] }, "invalid_value"],
  ["messages[1].content", { ...valid, messages: [...question, { role: "user" }] }, "missing_required_parameter"],
  [
    "messages[0].content[0].type",
    { ...valid, messages: [{ role: "user", content: [{ type: "file", file: {} }] }] },
    "invalid_value",
  ],
  [
    "messages[0].content[0].image_url.url",
    { ...valid, messages: [{ role: "user", content: [{ type: "image_url", image_url: {} }] }] },
    "missing_required_parameter",
  ],
  ["temperature", { ...valid, temperature: "hot" }, "invalid_value"],
  ["temperature", { ...valid, temperature: 2.1 }, null],
  ["top_p", { ...valid, top_p: -0.1 }, null],
  ["n", { ...valid, n: 0 }, null],
  ["n", { ...valid, n: 129 }, null],
  ["max_tokens", { ...valid, max_tokens: 0 }, null],
  ["max_completion_tokens", { ...valid, max_completion_tokens: 1.5 }, null],
  ["presence_penalty", { ...valid, presence_penalty: 3 }, null],
  ["stop", { ...valid, stop: 3 }, "invalid_value"],
  ["stop[1]", { ...valid, stop: ["a", 3] }, "invalid_value"],
  ["stop", { ...valid, stop: "" }, null],
  ["stream", { ...valid, stream: "yes" }, "invalid_value"],
  ["user", { ...valid, user: 1 }, "invalid_value"],
])("a chat with a wrong %s is refused by that name", async (param, body, code) => {
  const { post, cluster } = setUpApi();
  const fault = await faultOf(await post(chat, body));
  expect(fault).toMatchObject({ status: 400, type: "invalid_request_error", param, code });
  expect(fault.message).toContain(`'${param}'`);
  expect(cluster.requests).toEqual([]);
});

test.each([
  ["tools", [{ type: "function", function: { name: "f" } }]],
  ["tool_choice", "required"],
  ["functions", [{ name: "f" }]],
  ["response_format", { type: "json_object" }],
  ["logprobs", true],
  ["top_logprobs", 3],
  ["logit_bias", { 50256: -100 }],
  ["audio", { voice: "alloy" }],
  ["modalities", ["text", "audio"]],
  ["prediction", { type: "content" }],
  ["seed", 0],
  ["reasoning_effort", "low"],
  ["store", true],
  ["service_tier", "priority"],
  ["repetition_penalty", 1.1],
  ["web_search_options", {}],
])("%s is refused and not dropped", async (param, value) => {
  const { post } = setUpApi();
  const fault = await faultOf(await post(chat, { ...valid, [param]: value }));
  expect(fault).toMatchObject({ status: 400, param, code: "unsupported_parameter" });
});

test("what asks for nothing passes", async () => {
  const { post } = setUpApi();
  const nothing = {
    tools: [],
    tool_choice: "auto",
    parallel_tool_calls: true,
    response_format: { type: "text" },
    logprobs: false,
    top_logprobs: 0,
    logit_bias: {},
    modalities: ["text"],
    audio: null,
    seed: null,
    store: false,
    service_tier: "auto",
    metadata: { a: "b" },
    prompt_cache_key: "x",
  };
  expect((await post(chat, { ...valid, ...nothing })).status).toBe(200);
});

test("an operator may have a parameter left out", async () => {
  const { post } = setUpApi({}, { ignoreParameters: ["seed"] });
  expect((await post(chat, { ...valid, seed: 1 })).status).toBe(200);
  expect((await post(chat, { ...valid, tools: [{}] })).status).toBe(400);
});

test.each([
  ["messages[1].tool_calls", { role: "assistant", content: null, tool_calls: [{ id: "1" }] }],
  ["messages[1].role", { role: "tool", content: "4", tool_call_id: "1" }],
  ["messages[1].function_call", { role: "assistant", content: "", function_call: { name: "f" } }],
])("%s, of a conversation with tools, is refused", async (param, message) => {
  const { post } = setUpApi();
  const fault = await faultOf(await post(chat, { ...valid, messages: [...question, message] }));
  expect(fault).toMatchObject({ status: 400, param, code: "unsupported_parameter" });
});

test.each([["{"], ["[]"], ["null"], ["3"], [""]])("the body %j is refused", async (body) => {
  const { post } = setUpApi();
  expect(await faultOf(await post(chat, body))).toMatchObject({ status: 400, code: "invalid_json" });
});

test.each([["text/plain"], ["application/x-www-form-urlencoded"]])("content of type %s is refused", async (type) => {
  const { post } = setUpApi();
  const fault = await faultOf(await post(chat, valid, { headers: { "content-type": type } }));
  expect(fault).toMatchObject({ status: 415, code: "unsupported_content_type" });
});

test("a body above the limit is refused, whether it says its length or not", async () => {
  const { post } = setUpApi({}, { maxBodyBytes: 100 });
  const body = JSON.stringify({ ...valid, user: "x".repeat(100) });
  const declared = await post(chat, body, { headers: { "content-length": String(body.length) } });
  expect(await faultOf(declared)).toMatchObject({ status: 413, code: "request_too_large" });
  let pulls = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulls += 1;
      controller.enqueue(new TextEncoder().encode(body));
    },
  });
  const init = { body: endless, duplex: "half" } as RequestInit;
  expect(await faultOf(await post(chat, "", init))).toMatchObject({ status: 413, code: "request_too_large" });
  expect(pulls).toBeLessThan(5);
});

test("a body in pieces that cut characters is read as one", async () => {
  const { post } = setUpApi();
  const bytes = new TextEncoder().encode(JSON.stringify({ ...valid, messages: "héllo 🌍" }));
  const body = ReadableStream.from(Array.from(bytes, (byte) => Uint8Array.of(byte)));
  const { choices } = await jsonOf(post(chat, "", { body, duplex: "half" } as RequestInit));
  expect(choices[0]?.message.content).toContain("héllo 🌍");
});

test.each([0, -1, 1.5, Number.NaN])("a limit of %d bytes is refused at once", (maxBodyBytes) => {
  expect(() => setUpApi({}, { maxBodyBytes })).toThrow(/maxBodyBytes/);
});
