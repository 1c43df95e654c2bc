import { formatWorkerKey, InvalidInputError, ModelfleetError, parseWorkerKey, type WorkerType } from "@modelfleet/core";
import { expect, test } from "vitest";

test("a worker key is name@type, both ways", () => {
  expect(formatWorkerKey("qwen", "llm")).toBe("qwen@llm");
  expect(parseWorkerKey("qwen@llm")).toEqual({ modelName: "qwen", workerType: "llm" });
});

test.each(["qwen@7b", ""])("the model name %j is refused, since no controller could find it", (name) => {
  expect(() => formatWorkerKey(name, "llm")).toThrow(InvalidInputError);
});

test.each(["qwen", "qwen@", "@llm", "a@b@llm", "qwen@gpu"])("%j is no worker key", (key) => {
  expect(() => parseWorkerKey(key)).toThrow(InvalidInputError);
});

test("an unknown worker type names those that exist", () => {
  expect(() => formatWorkerKey("qwen", "gpu" as WorkerType)).toThrow(/llm, text2vec, reranker, service/);
});

test("isInstance knows errors from another copy of the package", () => {
  const foreign = Object.assign(new Error("x"), { code: "invalid_input", [Symbol.for("modelfleet.error")]: true });
  expect(ModelfleetError.isInstance(foreign, "invalid_input")).toBe(true);
  expect(ModelfleetError.isInstance(foreign, "timeout")).toBe(false);
  expect(ModelfleetError.isInstance(new Error("x"))).toBe(false);
});
