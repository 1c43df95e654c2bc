import { expect, test } from "vitest";
import { prompt, setUp, split } from "./support.ts";

test("refuse: fetch's own error, and nothing arrives", async () => {
  const { cluster, controller } = setUp({ controllers: 2 });
  const end = cluster.fault("controller-1", { type: "refuse" });
  const error = await controller("health").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TypeError);
  expect(error).toMatchObject({ message: "fetch failed", cause: { code: "ECONNREFUSED" } });
  expect(cluster.requests).toEqual([]);
  expect([cluster.isDown("controller-1"), cluster.isDown("controller-2")]).toEqual([true, false]);
  expect((await controller("health", undefined, 1)).status).toBe(200);
  end();
  expect((await controller("health")).status).toBe(200);
});

test("status: 500 as text, 429 with Retry-After, for so many requests of a route", async () => {
  const { cluster, post, get } = setUp();
  const handle = cluster.fault("workers", { type: "status", route: "generate", times: 1 });
  cluster.fault("workers", { type: "status", status: 429, retryAfter: 3, route: "generate", times: 1 });
  expect((await get("models/supports")).status).toBe(200);
  const first = await post("generate", prompt("hi"));
  expect([first.status, await first.text()]).toEqual([500, "Internal Server Error"]);
  const second = await post("generate", prompt("hi"));
  expect([second.status, second.headers.get("retry-after")]).toEqual([429, "3"]);
  expect((await post("generate", prompt("hi"))).status).toBe(200);
  expect(handle.met).toBe(1);
});

test("html, garbage and a wrong content type", async () => {
  const { cluster, controller, post } = setUp();
  const answer = async () => {
    const response = await controller("controller/models");
    return [response.status, response.headers.get("content-type"), await response.text()] as const;
  };
  {
    using _ = cluster.fault("controllers", { type: "html" });
    expect(await answer()).toEqual([502, "text/html; charset=utf-8", expect.stringContaining("<html>")]);
  }
  {
    using _ = cluster.fault("*", { type: "html", status: 200, body: "<p>log in" });
    expect(await answer()).toEqual([200, "text/html; charset=utf-8", "<p>log in"]);
  }
  {
    using _ = cluster.fault("controllers", { type: "garbage" });
    const [status, type, body] = await answer();
    expect([status, type]).toEqual([200, "application/json"]);
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
  }
  cluster.fault("workers", { type: "content-type", value: "text/html", route: "generate_stream" });
  expect((await post("generate_stream", prompt("hi"))).headers.get("content-type")).toBe("text/html");
});

test("delay until a promise resolves, and by the clock", async () => {
  const { cluster, controller } = setUp();
  const gate = Promise.withResolvers<void>();
  cluster.fault("controllers", { type: "delay", until: gate.promise, times: 1 });
  const order: string[] = [];
  const held = controller("health").then(() => order.push("held"));
  await cluster.waitFor(({ type }) => type === "request");
  await controller("health").then(() => order.push("free"));
  gate.resolve();
  await held;
  expect(order).toEqual(["free", "held"]);
  cluster.fault("controllers", { type: "delay", ms: 1 });
  expect((await controller("health")).status).toBe(200);
});

test("hang: until the caller gives up, or the fault ends", async () => {
  const { cluster, controller } = setUp();
  const end = cluster.fault("controllers", { type: "hang" });
  const giveUp = new AbortController();
  const left = controller("health", { signal: giveUp.signal });
  await cluster.waitFor(({ type }) => type === "request");
  giveUp.abort(new Error("too slow"));
  await expect(left).rejects.toThrow("too slow");
  const released = controller("health");
  await cluster.waitFor(({ type }) => type === "request", { future: true });
  end();
  expect((await released).status).toBe(200);
});

test("chunks cut the right answer anywhere", async () => {
  const { cluster, post, controller } = setUp({ models: [{ name: "m", answer: "模型 😀" }] });
  const whole = await split(await post("generate_stream", prompt("", { model: "m" })));
  cluster.fault("*", { type: "chunks", bytes: 1 });
  expect(await sizes(await post("generate_stream", prompt("", { model: "m" })))).toEqual(new Set([1]));
  expect((await split(await post("generate_stream", prompt("", { model: "m" })))).frames).toHaveLength(
    whole.frames.length,
  );
  expect(await (await controller("health")).json()).toEqual({ status: "ok" });
  cluster.clearFaults();
  cluster.fault("*", { type: "chunks", bytes: 1000 });
  const [first, last, ...others] = await sizes(await post("generate_stream", prompt("", { model: "m" })));
  expect([first, others]).toEqual([1000, []]);
  expect(last).toBeLessThan(1000);
});

test("rows: unhealthy, disabled, none at all", async () => {
  const { cluster, rows } = setUp({ workers: 2 });
  const end = cluster.fault("controllers", { type: "unhealthy", worker: "worker-1", workerKey: "stand-in@llm" });
  const key = "?model_name=stand-in%40llm";
  expect((await rows(key)).map(({ healthy }) => healthy)).toEqual([false, true]);
  expect(await rows(`${key}&healthy_only=true`)).toHaveLength(1);
  expect((await rows()).filter(({ healthy }) => !healthy)).toHaveLength(1);
  end();
  cluster.fault("controllers", { type: "disabled" });
  expect((await rows(key)).map(({ enabled }) => enabled)).toEqual([false, false]);
  cluster.fault("controllers", { type: "empty-registry" });
  expect(await rows()).toEqual([]);
});

test("a fault for certain requests only", async () => {
  const { cluster, post } = setUp();
  cluster.fault("worker-1", { type: "status", when: ({ body }) => (body as { model: string }).model === "poison" });
  expect((await post("generate", prompt("", { model: "poison" }))).status).toBe(500);
  expect((await post("generate", prompt(""))).status).toBe(200);
  expect(() => cluster.fault("worker-9", { type: "hang" })).toThrow(RangeError);
});

async function sizes(response: Response): Promise<Set<number>> {
  const found = new Set<number>();
  const reader = response.body?.getReader();
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    found.add(piece.value.length);
  }
  return found;
}

test("drop: the request arrives, and its connection breaks", async () => {
  const { cluster, post } = setUp();
  cluster.fault("workers", { type: "drop", times: 1 });
  await expect(post("generate", prompt("hi"))).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
  expect(cluster.requests).toHaveLength(1);
  expect((await post("generate", prompt("hi"))).status).toBe(200);
});
