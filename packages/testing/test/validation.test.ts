import { expect, test } from "vitest";
import type { StandInGeneration } from "../src/index.ts";
import { prompt, read, setUp } from "./support.ts";

type Detail = { detail: { type: string; loc: string[] }[] };

async function faults(generation: StandInGeneration, path: string, body: unknown): Promise<string[] | number> {
  const response = await setUp({ generation }).post(path, body);
  if (response.status !== 422) return response.status;
  const { detail } = await read<Detail>(response);
  return detail.map(({ type, loc }) => `${type} ${loc.join(".")}`);
}

test.each([
  ["0.8", "count_token", { prompt: "x" }, ["missing body.model"]],
  ["0.8", "generate_stream", prompt("", { temperature: null }), ["float_type body.temperature"]],
  ["0.8", "generate_stream", prompt("", { top_p: null, stop: null }), 200],
  ["0.8", "generate_stream", { model: "stand-in" }, 200],
  ["0.6", "generate_stream", { model: "stand-in" }, ["missing body.messages"]],
  ["0.6", "generate_stream", prompt("", { stop: ["a", "b"] }), 200],
  ["0.5", "generate_stream", prompt("", { stop: ["a", "b"] }), ["string_type body.stop"]],
  ["0.5", "generate_stream", prompt("", { stop: null }), ["string_type body.stop"]],
  [
    "0.8",
    "generate_stream",
    prompt("", { stop: [1] }),
    ["string_type body.stop.str", "string_type body.stop.list[str].0"],
  ],
  ["0.8", "apply", { model: "m", apply_type: "explode" }, ["enum body.apply_type"]],
  ["0.8", "apply", { model: "m", apply_type: "start", params: null }, ["dict_type body.params"]],
  ["0.8", "embeddings", { model: "m", input: "x" }, ["list_type body.input"]],
  [
    "0.8",
    "models/startup",
    { model: "m" },
    ["missing body.host", "missing body.port", "missing body.worker_type", "missing body.params"],
  ],
  ["0.8", "generate_stream", [], ["model_attributes_type body"]],
] as const)("%s %s %j", async (generation, path, body, expected) => {
  expect(await faults(generation, path, body)).toEqual(expected);
});

test("media in messages: a list from 0.7.1, its format one of four words", async () => {
  const ask = (format: string) => {
    const content = [{ type: "image", object: { data: "https://example.com/a.png", format } }];
    return prompt("", { messages: [{ role: "human", content }] });
  };
  expect(await faults("0.7.0", "generate", ask("url"))).toEqual(["string_type body.messages.0.content"]);
  expect(await faults("0.7", "generate", ask("url"))).toBe(200);
  expect(await faults("0.8", "generate", ask("url@image/png"))).toEqual([
    "string_type body.messages.0.content.str",
    "literal_error body.messages.0.content.list[MediaContent].0.object.format",
  ]);
});

test("a body that is no JSON, or does not say so", async () => {
  const { post } = setUp();
  const detail = async (init: RequestInit) => (await read<Detail>(await post("generate", {}, init))).detail[0]?.type;
  expect(await detail({ body: "{" })).toBe("json_invalid");
  expect(await detail({ headers: { "content-type": "text/plain" } })).toBe("model_attributes_type");
  expect(await detail({ body: null })).toBe("missing");
});
