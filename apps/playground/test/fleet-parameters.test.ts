import type { ParameterDescription, SupportedModel } from "@modelfleet/core";
import { expect, test } from "vitest";
import { readParameters, settable, startParams } from "../src/fleet/parameter-values.ts";
import { startables } from "../src/fleet/startable.ts";

const parameter = (paramName: string, rest: Partial<ParameterDescription> = {}): ParameterDescription => ({
  paramName,
  paramType: "string",
  required: false,
  isArray: false,
  ...rest,
});

const model = (name: string, rest: Partial<SupportedModel> = {}): SupportedModel => ({
  model: name,
  workerType: "llm",
  pathExist: true,
  proxy: false,
  enabled: true,
  params: [],
  ...rest,
});

test("what names the model is not asked for again, and what must be set comes first", () => {
  const parameters = [
    parameter("model_name", { required: true }),
    parameter("verbose", { paramType: "bool" }),
    parameter("device", { extMetadata: { tags: "fixed" } }),
    parameter("api_key", { required: true }),
    parameter("api_base", { required: true, defaultValue: "https://example.com" }),
  ];
  expect(settable(parameters).map(({ paramName }) => paramName)).toEqual(["api_key", "verbose", "api_base"]);
});

test("typed values become values of their type; empty ones are left to the worker", () => {
  const parameters = [
    parameter("name_of_it"),
    parameter("context_len", { paramType: "Optional[int]" }),
    parameter("temperature", { paramType: "float" }),
    parameter("trust", { paramType: "<class 'bool'>" }),
    parameter("quantization", { validValues: ["int4", "int8"] }),
    parameter("level", { paramType: "int", validValues: [1, 2] }),
    parameter("stop", { isArray: true }),
    parameter("device_map", { paramType: "dict" }),
    parameter("left_empty", { defaultValue: 3 }),
  ];
  const typed = {
    name_of_it: "x y",
    context_len: " 4096 ",
    temperature: "0.5",
    trust: "false",
    quantization: "int8",
    level: "2",
    stop: "a\n\nb",
    device_map: '{"a":1}',
    left_empty: "  ",
  };
  expect(readParameters(parameters, typed, { requireAll: true })).toEqual({
    problems: {},
    params: {
      name_of_it: "x y",
      context_len: 4096,
      temperature: 0.5,
      trust: false,
      quantization: "int8",
      level: 2,
      stop: ["a", "b"],
      device_map: { a: 1 },
    },
  });
});

test("what cannot be read is told by its field", () => {
  const parameters = [
    parameter("api_key", { required: true }),
    parameter("context_len", { paramType: "int" }),
    parameter("temperature", { paramType: "number" }),
    parameter("device_map", { paramType: "dict" }),
    parameter("quantization", { validValues: ["int4"] }),
    parameter("sizes", { paramType: "int", isArray: true }),
  ];
  const typed = { context_len: "4.5", temperature: "warm", device_map: "{", quantization: "int2", sizes: "1\ntwo" };
  const problems = {
    context_len: "integer",
    temperature: "number",
    device_map: "json",
    quantization: "choice",
    sizes: "integer",
  };
  expect(readParameters(parameters, typed, { requireAll: true })).toEqual({
    params: {},
    problems: { api_key: "required", ...problems },
  });
  expect(readParameters(parameters, typed, { requireAll: false }).problems).toEqual(problems);
});

test("each kind of worker is told what to start in its own way", () => {
  const given = { temperature: 1 };
  expect(startParams(model("guide", { params: [parameter("token_delay_ms", { defaultValue: 20 })] }), given)).toEqual(
    given,
  );
  const upTo06 = [
    parameter("model_name", { required: true }),
    parameter("device", { required: true, defaultValue: "cuda" }),
    parameter("verbose", { defaultValue: false }),
  ];
  expect(startParams(model("qwen", { params: upTo06, path: "/models/qwen" }), given)).toEqual({
    model_name: "qwen",
    worker_type: "llm",
    model_path: "/models/qwen",
    device: "cuda",
    temperature: 1,
  });
  const from07 = [parameter("name", { required: true }), parameter("provider", { defaultValue: "hf" })];
  expect(startParams(model("qwen", { params: from07, provider: "proxy/openai" }), given)).toEqual({
    name: "qwen",
    provider: "proxy/openai",
    temperature: 1,
  });
});

test("models are offered once, with the workers that can start them and what stands in the way elsewhere", () => {
  const instance = {
    workerKey: "qwen@llm",
    modelName: "qwen",
    workerType: "llm",
    host: "a",
    port: 1,
    weight: 1,
    checkHealthy: true,
    healthy: true,
    enabled: true,
  };
  const offers = startables(
    [
      { host: "a", port: 1, models: [model("qwen"), model("files", { enabled: false, pathExist: false, path: "/x" })] },
      { host: "b", port: 2, models: [model("qwen"), model("qwen", { workerType: "text2vec" })] },
    ],
    [instance],
  );
  expect(
    offers.map(({ model: name, workerType, places }) => [
      name,
      workerType,
      places.map((p) => [p.address, p.hindrance]),
    ]),
  ).toEqual([
    ["files", "llm", [["a:1", "path"]]],
    [
      "qwen",
      "llm",
      [
        ["a:1", "runs"],
        ["b:2", undefined],
      ],
    ],
    ["qwen", "text2vec", [["b:2", undefined]]],
  ]);
  expect(startables([], [])).toEqual([]);
});
