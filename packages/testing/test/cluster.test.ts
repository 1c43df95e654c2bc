import { expect, test } from "vitest";
import { createStandInCluster } from "../src/index.ts";
import { prompt, setUp } from "./support.ts";

const slow = { models: [{ name: "stand-in", answer: "one two three four", tokenDelayMs: 3_600_000 }] };

test("records what arrived", async () => {
  const { cluster, post, rows } = setUp();
  await rows("?healthy_only=true");
  await post("count_token", { model: "stand-in", prompt: "x" }, { headers: { authorization: "Bearer t" } });
  expect(cluster.requests).toMatchObject([
    {
      server: "controller-1",
      route: "models",
      method: "GET",
      path: "/api/controller/models",
      query: { healthy_only: "true" },
    },
    { server: "worker-1", route: "count_token", body: { model: "stand-in" }, headers: { authorization: "Bearer t" } },
  ]);
  cluster.reset();
  expect(cluster.requests).toEqual([]);
});

test("an abort ends the generation, its body and its wait for the next word", async () => {
  const { cluster, post } = setUp(slow);
  const stop = new AbortController();
  const response = await post("generate_stream", prompt("hi"), { signal: stop.signal });
  expect(cluster.active).toBe(1);
  const reading = response.text();
  stop.abort(new Error("enough"));
  await expect(reading).rejects.toThrow("enough");
  expect([cluster.active, cluster.cancelled]).toEqual([0, 1]);
  await cluster.idle();
});

test("an abort before, and during, a request rejects with the signal's reason", async () => {
  const { cluster, post } = setUp(slow);
  const gone = AbortSignal.abort(new Error("gone"));
  await expect(post("generate", prompt("hi"), { signal: gone })).rejects.toThrow("gone");
  expect(cluster.requests).toEqual([]);
  const stop = new AbortController();
  const waiting = post("generate", prompt("hi"), { signal: stop.signal });
  await cluster.waitFor(({ type }) => type === "generation-start");
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ name: "AbortError" });
  expect([cluster.active, cluster.cancelled, cluster.finished]).toEqual([0, 1, 0]);
});

test("leaving the body cancels; a slow reader holds the worker up", async () => {
  const { cluster, post } = setUp();
  const handed: number[] = [];
  cluster.subscribe((event) => event.type === "frame" && handed.push(event.frame));
  const reader = (await post("generate_stream", prompt("hi"))).body?.getReader();
  await reader?.read();
  expect(handed).toEqual([0]);
  await reader?.read();
  expect(handed).toEqual([0, 1]);
  await reader?.cancel();
  expect([cluster.active, cluster.cancelled]).toEqual([0, 1]);
});

test("waitFor sees the past, or only the future, and can be given up", async () => {
  const { cluster, controller } = setUp();
  await controller("health");
  expect(await cluster.waitFor(({ type }) => type === "request")).toMatchObject({ server: "controller-1" });
  const next = cluster.waitFor(({ type }) => type === "request", { future: true });
  await controller("nothing");
  expect(await next).toMatchObject({ request: { path: "/api/nothing" } });
  const never = cluster.waitFor(() => false, { signal: AbortSignal.timeout(1) });
  await expect(never).rejects.toMatchObject({ name: "TimeoutError" });
});

test("a worker that moves takes its rows along", async () => {
  const { cluster, rows } = setUp();
  cluster.relocate("worker-1", "http://10.1.2.3:4567");
  expect((await rows()).every(({ host, port }) => host === "10.1.2.3" && port === 4567)).toBe(true);
  expect(cluster.workers[0]?.url).toBe("http://10.1.2.3:4567");
  expect(() => cluster.relocate("worker-2", "http://10.1.2.3:1")).toThrow(RangeError);
});

test("deltas only for those who ask, of a cluster that has them", async () => {
  const models = [{ name: "stand-in", answer: "one two", thinking: "hm well" }];
  const ask = async (deltaStreams: boolean, headers: Record<string, string>) => {
    const { post } = setUp({ deltaStreams, models });
    const response = await post("generate_stream", prompt("hi"), { headers });
    const frames = (await response.text())
      .split("\0")
      .slice(0, -1)
      .map((frame) => JSON.parse(frame));
    const data = frames.map(({ content }) => [content].flat().map(({ object }) => object.data));
    return [response.headers.get("x-modelfleet-stream"), data] as const;
  };
  const header = { "x-modelfleet-stream": "delta" };
  expect(await ask(true, header)).toEqual(["delta", [["hm"], [" well"], ["one"], [" two"], [""]]]);
  const whole = [["hm"], ["hm well"], ["hm well", "one"], ["hm well", "one two"], ["hm well", "one two"]];
  expect(await ask(true, {})).toEqual([null, whole]);
  expect(await ask(false, header)).toEqual([null, whole]);
});

test("CORS: none by default, an allow-list, everyone", async () => {
  const cluster = createStandInCluster();
  const from = (origin: string, method = "GET") =>
    cluster.handle(
      new Request(`${cluster.controllerUrl}/api/health`, {
        method,
        headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "x-a" },
      }),
    );
  const allowed = async (origin: string, method?: string) =>
    (await from(origin, method)).headers.get("access-control-allow-origin");
  expect((await from("http://app.test", "OPTIONS")).status).toBe(405);
  expect(await allowed("http://app.test")).toBeNull();
  cluster.cors = ["http://app.test"];
  expect([await allowed("http://app.test"), await allowed("http://evil.test")]).toEqual(["http://app.test", null]);
  expect((await from("http://app.test", "OPTIONS")).headers.get("access-control-allow-headers")).toBe("x-a");
  expect((await from("http://evil.test", "OPTIONS")).status).toBe(400);
  cluster.cors = "*";
  expect(await allowed("http://evil.test", "OPTIONS")).toBe("*");
});
