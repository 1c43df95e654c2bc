import {
  checkInput,
  defaultMessageConverter,
  fromOpenAIMessage,
  InvalidInputError,
  type ModelMessage,
  type ModelMetadata,
  modelRequestSchema,
  modelRequestToWire,
  type OpenAIMessage,
  toOpenAIMessages,
} from "@modelfleet/core";
import { expect, test } from "vitest";

const say = (role: ModelMessage["role"], content: string): ModelMessage => ({ role, content });
const metadata = (promptRoles: string[], promptSep = "\n"): ModelMetadata => ({
  model: "m",
  models: ["m"],
  chatModel: true,
  functionCalling: false,
  metadata: {},
  prompt: { promptRoles, promptSep },
});

test("what was only shown is dropped, and the last question goes to the end", () => {
  const messages = [say("system", "Be kind."), say("human", "Hi"), say("view", "<b>Hi</b>"), say("ai", "Hello")];
  expect(defaultMessageConverter(messages, undefined)).toEqual([
    say("system", "Be kind."),
    say("ai", "Hello"),
    say("human", "Hi"),
  ]);
});

test("a model without a system role gets the system messages before its last message", () => {
  const messages = [say("system", "Be kind."), say("system", "Be brief."), say("human", "Hi")];
  expect(defaultMessageConverter(messages, metadata(["human", "ai"], " | "))).toEqual([
    say("human", "Be kind. | Be brief. | Hi"),
  ]);
  expect(defaultMessageConverter(messages, metadata(["system", "human", "ai"]))).toEqual(messages);
  expect(messages[2]).toEqual(say("human", "Hi"));
});

test("OpenAI's messages become DB-GPT's, and back", () => {
  const messages: OpenAIMessage[] = [
    { role: "system", content: "Be kind." },
    {
      role: "user",
      content: [
        { type: "text", text: "What is it?" },
        { type: "image_url", image_url: { url: "data:image/jpeg;base64,AAAA" } },
        { type: "image_url", image_url: { url: "https://example.com/a.png" } },
      ],
    },
    { role: "assistant", content: "A cat." },
  ];
  const converted = messages.map(fromOpenAIMessage);
  expect(converted.map((message) => message.role)).toEqual(["system", "human", "ai"]);
  expect(converted[1]?.content).toEqual([
    { type: "text", text: "What is it?" },
    { type: "image", data: "AAAA", format: "base64@image/jpeg" },
    { type: "image", data: "https://example.com/a.png", format: "url" },
  ]);
  expect(toOpenAIMessages(converted)).toEqual(messages);
});

test.each(["tool", "toString", "human"])("the role %j is not OpenAI's, and the error names those that are", (role) => {
  const message = { role, content: "x" } as unknown as OpenAIMessage;
  expect(() => fromOpenAIMessage(message)).toThrow(/system, developer, user, assistant/);
});

test("a request goes out in snake_case, without nulls, with version 2 and no echo", () => {
  const wire = modelRequestToWire({
    model: "m",
    messages: [say("human", "Hi")],
    maxNewTokens: 5,
    temperature: undefined,
    topP: 0.5,
  });
  expect(wire).toEqual({
    model: "m",
    messages: [{ role: "human", content: "Hi" }],
    prompt: "",
    max_new_tokens: 5,
    top_p: 0.5,
    echo: false,
    version: "v2",
  });
});

test("media in a message goes with its bare encoding, which is all that workers accept", () => {
  const image = { type: "image", data: "AAAA", format: "base64@image/jpeg" } as const;
  const wire = modelRequestToWire({ model: "m", messages: [{ role: "human", content: [image] }] });
  expect(wire.messages).toEqual([
    { role: "human", content: [{ type: "image", object: { data: "AAAA", format: "base64" } }] },
  ]);
});

test("one stop string goes as a string, which workers before 0.6.1 take", () => {
  const wire = (stop: string | string[]) => modelRequestToWire({ model: "m", messages: [], stop }).stop;
  expect(wire("a")).toBe("a");
  expect(wire(["a"])).toBe("a");
  expect(wire(["a", "b"])).toEqual(["a", "b"]);
  expect(wire([])).toBeUndefined();
});

test.each([
  ["an unknown option", { temperatur: 1 }, /temperatur/],
  ["a negative temperature", { temperature: -1 }, /temperature/],
  ["a number as text", { maxNewTokens: "5" }, /maxNewTokens: expected number, found string/],
  ["an unknown role", { messages: [{ role: "robot", content: "x" }] }, /messages\.0\.role/],
])("%s in a request is refused by its name", (_, part, message) => {
  const request = { model: "m", messages: [], ...part };
  expect(() => checkInput(modelRequestSchema, request, "The request")).toThrow(InvalidInputError);
  expect(() => checkInput(modelRequestSchema, request, "The request")).toThrow(message);
});
