import { expect, test } from "vitest";
import type { Message } from "../src/chat/conversation.ts";
import { fileName, toJson, toMarkdown } from "../src/chat/export-conversation.ts";
import { requestCode } from "../src/chat/request-code.ts";
import { toChatRequest } from "../src/chat/to-chat-request.ts";

const question: Message = { id: "1", role: "user", text: 'It\'s "why"?\nReally', images: [], at: 0 };
const answer: Message = { id: "2", role: "assistant", model: "qwen", state: "complete", text: "Because.", at: 0 };
const target = { controller: "http://127.0.0.1:8000", apiBase: "http://127.0.0.1:8000/v1", token: true };

test("a request has what was set, and leaves the rest to the worker", () => {
  const lost: Message = { ...answer, id: "3", state: "failed", text: "" };
  expect(
    toChatRequest({ system: " ", parameters: { temperature: 0 } }, "qwen", [question, answer, question, lost]),
  ).toEqual({
    model: "qwen",
    temperature: 0,
    messages: [
      { role: "user", content: question.text },
      { role: "assistant", content: "Because." },
      { role: "user", content: question.text },
    ],
  });
});

test("pictures go before the words", () => {
  const pictured: Message = { ...question, images: [{ name: "a.png", dataUrl: "data:image/png;base64,AAAA" }] };
  expect(toChatRequest({ system: "Be brief.", parameters: {} }, "qwen-vl", [pictured]).messages).toEqual([
    { role: "system", content: "Be brief." },
    {
      role: "user",
      content: [
        { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
        { type: "text", text: question.text },
      ],
    },
  ]);
});

test("as code, in three languages", () => {
  const request = toChatRequest({ system: "", parameters: { topP: 0.9, maxNewTokens: 100, stop: ["END"] } }, "qwen", [
    question,
  ]);
  expect(requestCode("typescript", request, target)).toBe(`import { createFleet } from "@modelfleet/client";

const fleet = createFleet({ controller: "http://127.0.0.1:8000", token: process.env.MODELFLEET_TOKEN });
const answer = fleet.chat.stream({
  model: "qwen",
  messages: [
    {
      role: "user",
      content: "It's \\"why\\"?\\nReally"
    }
  ],
  topP: 0.9,
  maxNewTokens: 100,
  stop: [
    "END"
  ]
});
for await (const { delta } of answer) console.log(delta);
`);
  const curl = requestCode("curl", request, target);
  expect(curl).toContain(`"content": "It'\\''s \\"why\\"?\\nReally"`);
  expect(curl).toContain('"max_tokens": 100');
  const python = requestCode("python", request, target);
  expect(python).toContain("    stream=True,\n");
  expect(python).toContain('{"role": "user", "content": "It\'s \\"why\\"?\\nReally"}');
});

test("exports", () => {
  const conversation = {
    id: "c",
    title: "It's why",
    createdAt: 0,
    updatedAt: 0,
    model: "qwen",
    system: "Be\nbrief.",
    parameters: {},
    messages: [question, answer],
  };
  expect(toMarkdown(conversation, "You")).toBe(
    `# It's why\n\n> Be\n> brief.\n\n## You\n\n${question.text}\n\n## qwen\n\nBecause.\n`,
  );
  expect(JSON.parse(toJson(conversation))).toEqual(conversation);
  expect(fileName("为什么 / why?", "md")).toBe("为什么-why.md");
  expect(fileName("../..", "json")).toBe("conversation.json");
});
