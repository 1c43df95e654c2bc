import type { StandInFault } from "@modelfleet/testing";
import { expect, test } from "vitest";
import { eventsOf, faultOf, question, setUpApi, textsOf } from "./api-support.ts";

const models = [{ name: "m", answer: "one two three four" }] as const;
const chat = "/v1/chat/completions";
const body = { model: "m", messages: question };

test.each([false, true])("an unknown model is a 404 that lists those there are (stream: %s)", async (stream) => {
  const { post, reported } = setUpApi({ models: [{ name: "b" }, { name: "a" }, { name: "e", type: "text2vec" }] });
  const fault = await faultOf(await post(chat, { ...body, stream }));
  expect(fault).toMatchObject({ status: 404, code: "model_not_found", param: "model" });
  expect(fault.message).toBe("The model 'm' does not exist. Available of type llm: a, b.");
  expect(reported).toEqual([]);
});

test("a name with an @, which no model has, is refused", async () => {
  const { post } = setUpApi({ models });
  expect(await faultOf(await post(chat, { ...body, model: "m@llm" }))).toMatchObject({ status: 400 });
});

const early: [string, "workers" | "controllers", StandInFault, number, string][] = [
  ["a generation error", "workers", { type: "error", message: "out of memory" }, 500, "generation_failed"],
  ["a context overflow", "workers", { type: "error", code: 40303 }, 400, "context_length_exceeded"],
  [
    "a context overflow in words",
    "workers",
    { type: "error", message: "This model's maximum context length is 4096 tokens." },
    400,
    "context_length_exceeded",
  ],
  ["a refusal behind the worker", "workers", { type: "error", code: 422 }, 400, "refused_by_worker"],
  [
    "a wrong key of the worker's own",
    "workers",
    { type: "error", code: 401, message: "POST http://10.0.0.1:8001/v1: the upstream refuses the key" },
    502,
    "upstream_error",
  ],
  ["a rate limit of the model", "workers", { type: "error", code: 42901 }, 429, "rate_limit_exceeded"],
  ["a refused connection", "workers", { type: "refuse" }, 502, "upstream_error"],
  ["a 500", "workers", { type: "status", status: 500 }, 502, "upstream_error"],
  ["a 401 of a worker", "workers", { type: "status", status: 401 }, 502, "upstream_error"],
  ["a 503", "workers", { type: "status", status: 503 }, 503, "upstream_unavailable"],
  ["a 422", "workers", { type: "status", status: 422 }, 400, "refused_by_worker"],
  ["a web page", "workers", { type: "html", status: 200 }, 502, "upstream_error"],
  ["garbage", "workers", { type: "garbage" }, 502, "upstream_error"],
  ["silence", "workers", { type: "hang" }, 504, "upstream_timeout"],
  ["no healthy instance", "controllers", { type: "unhealthy" }, 503, "no_healthy_instance"],
  ["no controller", "controllers", { type: "refuse" }, 503, "controller_unavailable"],
];

test.each(early.flatMap((row) => [false, true].map((stream) => [...row, stream] as const)))(
  "%s (%s) has a status of its own",
  async (_, target, fault, status, code, stream) => {
    const { cluster, post, reported } = setUpApi({ models }, {}, { firstFrameMs: 50 });
    cluster.fault(target, fault);
    const response = await post(chat, { ...body, stream });
    expect(response.headers.get("content-type")).toContain("application/json");
    const found = await faultOf(response);
    expect(found).toMatchObject({ status, code });
    // Where the workers are is not the caller's to know.
    expect(found.message).not.toMatch(/https?:|:8001/);
    expect(reported.length).toBe(status >= 500 ? 1 : 0);
  },
);

test.each<[string, () => void]>([
  [
    "at once",
    () => {
      throw new Error("the disk is full");
    },
  ],
  ["later", () => Promise.reject(new Error("the disk is full"))],
])("a failure is answered where its log fails %s", async (_, onError) => {
  const { cluster, post } = setUpApi({ models }, { onError });
  cluster.fault("workers", { type: "error", message: "out of memory", times: 1 });
  const response = await post(chat, body);
  expect(response.headers.has("x-request-id")).toBe(true);
  expect(await faultOf(response)).toMatchObject({ status: 500, code: "generation_failed" });
  cluster.fault("workers", { type: "reset", afterFrames: 1 });
  const stream = await post(chat, { ...body, stream: true });
  expect(await stream.text()).toContain('"code":"upstream_error"');
});

test.each(["", "**LLMServer Generate Error, Please CheckErrorInfo.**: "])(
  "the model's own words are passed on, without %j",
  async (prefix) => {
    const { cluster, post } = setUpApi({ models });
    cluster.fault("workers", { type: "error", message: `${prefix}out of memory` });
    expect((await faultOf(await post(chat, body))).message).toBe("out of memory");
  },
);

test("what an engine has asked is not told, what the model names is", async () => {
  const { cluster, post } = setUpApi({ models });
  const message = "POST http://[fd00::1]:8001/v1/chat: status 400: see https://docs.test/errors";
  cluster.fault("workers", { type: "error", message });
  expect((await faultOf(await post(chat, body))).message).toBe(
    "POST /v1/chat: status 400: see https://docs.test/errors",
  );
});

test.each([1, 2])("too many requests are a 429 with the time to wait (%i workers)", async (workers) => {
  const { cluster, post } = setUpApi({ models, workers });
  cluster.fault("workers", { type: "status", status: 429, retryAfter: 7 });
  const response = await post(chat, body);
  expect(response.headers.get("retry-after")).toBe("7");
  expect(await faultOf(response)).toMatchObject({ status: 429, code: "rate_limit_exceeded", type: "rate_limit_error" });
});

test("a worker that is down for some time says until when", async () => {
  const { cluster, post } = setUpApi({ models });
  cluster.fault("workers", { type: "status", status: 503, retryAfter: 7 });
  const response = await post(chat, body);
  expect(response.headers.get("retry-after")).toBe("7");
  expect(await faultOf(response)).toMatchObject({ status: 503, code: "upstream_unavailable" });
});

const late: [string, StandInFault, string][] = [
  ["a generation error", { type: "error", frame: 2, message: "out of memory" }, "generation_failed"],
  ["a cut inside a frame", { type: "cut", afterFrames: 2 }, "upstream_error"],
  ["a broken connection", { type: "reset", afterFrames: 2 }, "upstream_error"],
  ["a frame that is not JSON", { type: "malformed", frame: 2 }, "upstream_error"],
  ["a stall", { type: "stall", afterFrames: 2 }, "upstream_timeout"],
];

test.each(late.flatMap((row) => [1, 2].map((n) => [...row, n] as const)))(
  "%s in the middle of a stream is told as an event",
  async (_, fault, code, n) => {
    const { cluster, post, reported } = setUpApi({ models }, {}, { idleMs: 50 });
    cluster.fault("workers", fault);
    const response = await post(chat, { ...body, n, stream: true });
    expect(response.status).toBe(200);
    const { chunks, done } = await eventsOf(response);
    expect(textsOf(chunks)[0]).toMatch(/^one two/);
    expect(chunks.at(-1)?.error).toMatchObject({ code, type: "server_error" });
    expect(chunks.filter((chunk) => chunk.error)).toHaveLength(1);
    expect(done).toBe(false);
    expect(reported).toHaveLength(1);
    await cluster.idle();
  },
);

test("one answer of several that fails ends the others", async () => {
  const { cluster, post } = setUpApi({ models });
  cluster.fault("workers", { type: "error", times: 1, message: "no" });
  expect((await post(chat, { ...body, n: 3 })).status).toBe(500);
  cluster.fault("workers", { type: "error", times: 1, message: "no" });
  expect((await post(chat, { ...body, n: 3, stream: true })).status).toBe(500);
  await cluster.idle();
});
