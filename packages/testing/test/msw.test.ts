import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createStandInCluster } from "../src/index.ts";
import { standInHandlers } from "../src/msw.ts";
import { prompt } from "./support.ts";

const cluster = createStandInCluster();
const server = setupServer(
  ...standInHandlers(cluster),
  http.get("http://other.test/", () => HttpResponse.text("other")),
);

beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterEach(() => cluster.reset());
afterAll(() => server.close());

const generate = (signal?: AbortSignal): Promise<Response> =>
  fetch("http://worker-1.test:8001/api/worker/generate_stream", {
    method: "POST",
    body: JSON.stringify(prompt("hi")),
    headers: { "content-type": "application/json" },
    ...(signal ? { signal } : {}),
  });

test("the global fetch reaches the cluster, and others beside it", async () => {
  const rows = await (await fetch("http://controller-1.test:8000/api/controller/models")).json();
  expect(rows).toHaveLength(4);
  expect((await (await generate()).text()).split("\0").length).toBeGreaterThan(10);
  expect(await (await fetch("http://other.test/")).text()).toBe("other");
});

test("faults: a refused connection is a TypeError, a reset breaks the body", async () => {
  cluster.fault("worker-1", { type: "refuse", times: 1 });
  await expect(generate()).rejects.toThrow(TypeError);
  cluster.fault("worker-1", { type: "reset" });
  await expect((await generate()).text()).rejects.toThrow();
});

test("a reader that leaves, or aborts, cancels the generation", async () => {
  cluster.fault("worker-1", { type: "stall" });
  const response = await generate();
  await cluster.waitFor(({ type }) => type === "frame");
  await response.body?.cancel();
  await cluster.waitFor(({ type }) => type === "generation-cancel");
  const stop = new AbortController();
  const reading = generate(stop.signal).then((response) => response.text());
  await cluster.waitFor(({ type }) => type === "frame", { future: true });
  stop.abort();
  await expect(reading).rejects.toMatchObject({ name: "AbortError" });
  await cluster.idle();
  expect([cluster.active, cluster.cancelled]).toEqual([0, 2]);
});
