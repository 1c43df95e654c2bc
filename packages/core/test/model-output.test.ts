import { InvalidResponseError, readModelOutput } from "@modelfleet/core";
import { expect, test } from "vitest";

const rest = {
  error_code: 0,
  incremental: false,
  model_context: null,
  finish_reason: null,
  usage: null,
  metrics: null,
};
const part = (type: string, data: unknown, format = "text") => ({ type, object: { data, format } });

test("the generation up to 0.6 has its text in `text`", () => {
  const output = readModelOutput({ ...rest, text: "Hello" }, "The frame");
  expect(output).toMatchObject({ text: "Hello", errorCode: 0 });
  expect(output.finishReason).toBeUndefined();
});

test("the generation from 0.7 has it in `content`, as a part or several", () => {
  expect(readModelOutput({ ...rest, content: part("text", "Hello") }, "The frame").text).toBe("Hello");
  const both = [part("thinking", "Hm."), part("text", "Hello")];
  expect(readModelOutput({ ...rest, content: both }, "The frame")).toMatchObject({ text: "Hello", thinking: "Hm." });
});

test("thinking that has no data yet is empty thinking", () => {
  const output = readModelOutput({ ...rest, content: part("thinking", null) }, "The frame");
  expect(output).toMatchObject({ text: "", thinking: "" });
});

test("media comes through with its format", () => {
  const output = readModelOutput({ ...rest, content: [part("image", "AAAA", "base64@image/jpeg")] }, "The frame");
  expect(output.media).toEqual([{ type: "image", data: "AAAA", format: "base64@image/jpeg" }]);
});

test("usage and metrics come in camelCase, without nulls and without what we do not know", () => {
  const output = readModelOutput(
    {
      ...rest,
      text: "x",
      usage: { prompt_tokens: 3, completion_tokens: 4 },
      metrics: { collect_index: 1, speed_per_second: 2.5, first_token_time_ms: null, something_new: 1 },
      field_of_tomorrow: true,
    },
    "The frame",
  );
  expect(output.usage).toEqual({ promptTokens: 3, completionTokens: 4, totalTokens: 7 });
  expect(output.metrics).toEqual({ collectIndex: 1, speedPerSecond: 2.5 });
});

test.each([
  ["no text and no content", { ...rest }, /neither text nor content/],
  [
    "an error code that is no number",
    { ...rest, text: "x", error_code: "0" },
    /error_code: expected number, found string/,
  ],
  ["a text that is no string", { ...rest, text: 5 }, /text: expected string, found number/],
  ["a part of unknown type", { ...rest, content: part("smell", "x") }, /content/],
  ["no object at all", "secret answer", /expected Object, found string/],
])("%s is a clear error that quotes nothing", (_, frame, message) => {
  expect(() => readModelOutput(frame, "Frame 3 of POST http://w/x")).toThrow(InvalidResponseError);
  expect(() => readModelOutput(frame, "Frame 3 of POST http://w/x")).toThrow(message);
  expect(() => readModelOutput(frame, "Frame 3")).not.toThrow(/secret/);
});
