import { expect, test } from "vitest";
import { createStandInCluster, type StandInCluster, type StandInOptions } from "../src/index.ts";
import { type ServedStandIn, serveStandIn } from "../src/node/index.ts";
import { prompt, type Row, read } from "./support.ts";

async function serve(options?: StandInOptions): Promise<{ cluster: StandInCluster; served: ServedStandIn }> {
  const cluster = createStandInCluster(options);
  return { cluster, served: await serveStandIn(cluster) };
}

const generate = (served: ServedStandIn, signal?: AbortSignal): Promise<Response> =>
  fetch(`${served.workerUrls[0]}/api/worker/generate_stream`, {
    method: "POST",
    body: JSON.stringify(prompt("hi")),
    headers: { "content-type": "application/json" },
    ...(signal ? { signal } : {}),
  });

test("every server on a port of its own, and the rows say which", async () => {
  const { served } = await serve({ controllers: 2, workers: 2 });
  await using _ = served;
  expect(served.controllerUrl).toBe(served.controllerUrls.join(","));
  expect(new Set([...served.controllerUrls, ...served.workerUrls]).size).toBe(4);
  const rows = await read<Row[]>(await fetch(`${served.controllerUrls[1]}/api/controller/models`));
  expect(new Set(rows.map(({ host, port }) => `http://${host}:${port}`))).toEqual(new Set(served.workerUrls));
});

test("streams, without a content type", async () => {
  const { served } = await serve();
  await using _ = served;
  const response = await generate(served);
  expect(response.headers.get("content-type")).toBeNull();
  expect(response.headers.get("transfer-encoding")).toBe("chunked");
  const parts = (await response.text()).split("\0");
  expect(parts.at(-1)).toBe("");
  expect(JSON.parse(parts.at(-2) ?? "")).toMatchObject({ finish_reason: "stop" });
});

test("refuse closes the port, and its end opens it again", async () => {
  const { cluster, served } = await serve();
  await using _ = served;
  const health = () => fetch(`${served.controllerUrl}/api/health`);
  const down = cluster.fault("controllers", { type: "refuse" });
  await expect(health()).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  down();
  await served.settled();
  expect((await health()).status).toBe(200);
  cluster.fault("controllers", { type: "refuse", times: 1 });
  await expect(health()).rejects.toThrow(TypeError);
  expect((await health()).status).toBe(200);
});

test("cut ends the body properly, reset breaks the connection", async () => {
  const { cluster, served } = await serve();
  await using _ = served;
  cluster.fault("workers", { type: "cut", times: 1 });
  const [frame, tail] = (await (await generate(served)).text()).split("\0");
  expect(() => JSON.parse(frame ?? "")).not.toThrow();
  expect(tail).not.toBe("");
  cluster.fault("workers", { type: "reset", afterFrames: 3, times: 1 });
  const reader = (await generate(served)).body?.getReader();
  let received = "";
  const reading = (async () => {
    for (;;) {
      const piece = await reader?.read();
      if (!piece || piece.done) return;
      received += new TextDecoder().decode(piece.value);
    }
  })();
  await expect(reading).rejects.toThrow(TypeError);
  expect(received.split("\0")).toHaveLength(4);
});

test("a client that goes away cancels the generation", async () => {
  const { cluster, served } = await serve();
  await using _ = served;
  cluster.fault("workers", { type: "stall" });
  const stop = new AbortController();
  const response = await generate(served, stop.signal);
  await response.body?.getReader().read();
  expect(cluster.active).toBe(1);
  stop.abort();
  await cluster.waitFor(({ type }) => type === "generation-cancel");
  expect([cluster.active, cluster.cancelled]).toEqual([0, 1]);
});

test("a client that goes away while it waits for the answer", async () => {
  const { cluster, served } = await serve({ models: [{ name: "stand-in", answer: "a b", tokenDelayMs: 3_600_000 }] });
  await using _ = served;
  const stop = new AbortController();
  const waiting = fetch(`${served.workerUrls[0]}/api/worker/generate`, {
    method: "POST",
    body: JSON.stringify(prompt("hi")),
    headers: { "content-type": "application/json" },
    signal: stop.signal,
  });
  await cluster.waitFor(({ type }) => type === "generation-start");
  stop.abort();
  await expect(waiting).rejects.toThrow();
  await cluster.waitFor(({ type }) => type === "generation-cancel");
});

test("a slow client holds the worker up", async () => {
  const word = "x".repeat(1024 * 1024);
  const answer = Array.from({ length: 64 }, (_, i) => ({ text: `${i}${word}` }));
  const { cluster, served } = await serve({ models: [{ name: "stand-in", answer }] });
  await using _ = served;
  const reader = (await generate(served)).body?.getReader();
  await reader?.read();
  // Whatever buffers lie between, they do not hold 64 MiB.
  expect(cluster.active).toBe(1);
  await reader?.cancel();
  await cluster.waitFor(({ type }) => type === "generation-cancel");
});

test("closing frees the ports, whatever still runs", async () => {
  const { cluster, served } = await serve();
  cluster.fault("workers", { type: "stall" });
  const response = await generate(served);
  await response.body?.getReader().read();
  await served.close();
  await cluster.idle();
  await expect(fetch(`${served.controllerUrl}/api/health`)).rejects.toThrow(TypeError);
});

test("a mistake in the test's own script is answered, not swallowed", async () => {
  const { cluster, served } = await serve();
  await using _ = served;
  const when = (): boolean => {
    throw new Error("a typo");
  };
  cluster.fault("controllers", { type: "hang", when });
  const response = await fetch(`${served.controllerUrl}/api/health`);
  expect([response.status, await response.text()]).toEqual([500, "Error: a typo"]);
});

test("fixed ports, and one that is taken", async () => {
  const { served } = await serve();
  await using _ = served;
  const port = Number(new URL(served.controllerUrl).port);
  await expect(serveStandIn(createStandInCluster(), { ports: { "controller-1": port } })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
});

test("a reader that is slow many times leaves no listeners behind", async () => {
  const words = Array.from({ length: 600 }, (_, i) => `word${i}`).join(" ");
  const { cluster, served } = await serve({ models: [{ name: "stand-in", answer: words }] });
  await using _ = served;
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on("warning", note);
  const response = await generate(served);
  // By then the buffer has been full: nobody has read yet.
  await cluster.waitFor((event) => event.type === "frame" && event.frame === 30);
  await response.text();
  process.off("warning", note);
  expect(warnings).toEqual([]);
});
