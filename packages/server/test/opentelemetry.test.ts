import { observeFleet } from "@modelfleet/client/opentelemetry";
import { SpanKind } from "@opentelemetry/api";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, it } from "vitest";
import { apiApp, workerApp } from "../src/index.ts";
import { observeWorkerManager } from "../src/opentelemetry/index.ts";
import { clientOf, post, setUpCluster } from "./cluster.ts";

function tracing(): { spans: InMemorySpanExporter; tracerProvider: TracerProvider } {
  const spans = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] });
  return { spans, tracerProvider };
}

it("one trace goes from the client through its worker", async () => {
  await using cluster = await setUpCluster();
  const { spans, tracerProvider } = tracing();
  const observed = observeWorkerManager(cluster.manager, { tracerProvider });
  cluster.network.apps.set("http://10.0.0.1:8001", workerApp(observed));
  const fleet = observeFleet(cluster.fleet, { tracerProvider });
  let text = "";
  for await (const { delta } of fleet.chat.stream({ model: "m", messages: "hi" })) text += delta;
  expect(text).toBe("one two three");
  const finished = spans.getFinishedSpans();
  const server = finished.find(({ kind }) => kind === SpanKind.SERVER);
  const client = finished.find(({ kind }) => kind === SpanKind.CLIENT);
  expect(finished).toHaveLength(2);
  expect(server?.parentSpanContext?.spanId).toBe(client?.spanContext().spanId);
  expect(server?.spanContext().traceId).toBe(client?.spanContext().traceId);
  expect(server?.attributes["gen_ai.usage.output_tokens"]).toBe(3);
  // The engine is told, too.
  const { spanId } = cluster.engines.last().requests[0] ?? {};
  expect(spanId).toBe(`${server?.spanContext().traceId}:${server?.spanContext().spanId}`);
});

it("a trace that comes from elsewhere is continued by the API", async () => {
  await using cluster = await setUpCluster();
  const { spans, tracerProvider } = tracing();
  const api = apiApp(observeWorkerManager(cluster.manager, { tracerProvider }), clientOf(cluster.network));
  const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;
  const body = { model: "m", messages: [{ role: "user", content: "hi" }] };
  const answer = await api.fetch(post("/v1/chat/completions", body, { traceparent }));
  expect(answer.status).toBe(200);
  const [span] = spans.getFinishedSpans();
  expect(span?.spanContext().traceId).toBe("a".repeat(32));
  expect(span?.parentSpanContext?.spanId).toBe("b".repeat(16));
});

it.each([
  ["generate", "m", { messages: [] }, "chat m"],
  ["generate_stream", "m", { messages: [] }, "chat m"],
  ["embeddings", "e", { input: ["a"] }, "embeddings e"],
  ["count_token", "m", { prompt: "a" }, "count_tokens m"],
])("a call of %s for one instance has a span, too", async (path, model, body, name) => {
  const models = [{ name: "m" }, { name: "e", workerType: "text2vec" }] as const;
  await using cluster = await setUpCluster({ models });
  const { spans, tracerProvider } = tracing();
  const app = workerApp(observeWorkerManager(cluster.manager, { tracerProvider }));
  const headers = { "x-modelfleet-instance": "10.0.0.1:8001" };
  const answer = await app.fetch(post(`/api/worker/${path}`, { model, ...body }, headers));
  expect(answer.status).toBe(200);
  await answer.text();
  expect(spans.getFinishedSpans().map((span) => span.name)).toEqual([name]);
});

it("an instance that an observed manager selects is observed, and the manager's own for all else", async () => {
  await using cluster = await setUpCluster();
  const { spans, tracerProvider } = tracing();
  const observed = observeWorkerManager(cluster.manager, { tracerProvider });
  const run = await observed.selectOneInstance("llm", "m");
  expect(run).toMatchObject({ host: "10.0.0.1", port: 8001, workerKey: "m@llm", stopped: false });
  expect((await run.worker.getModelMetadata({ model: "m" })).model).toBe("m");
  await run.worker.generate({ model: "m", messages: [] });
  expect(spans.getFinishedSpans().map((span) => span.name)).toEqual(["chat m"]);
});

it("a stream of a model that is not there is refused by its first read, and ends its span", async () => {
  await using cluster = await setUpCluster();
  const { spans, tracerProvider } = tracing();
  const observed = observeWorkerManager(cluster.manager, { tracerProvider });
  const stream = observed.generateStream({ model: "absent", messages: [] })[Symbol.asyncIterator]();
  const reading = stream.next();
  await expect(reading).rejects.toMatchObject({ code: "model_not_found" });
  expect(spans.getFinishedSpans().map(({ attributes }) => attributes["error.type"])).toEqual(["model_not_found"]);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

it("an observed manager is the manager for all else", async () => {
  await using cluster = await setUpCluster();
  const observed = observeWorkerManager(cluster.manager, tracing());
  const metrics = await workerApp(observed).fetch(new Request("http://10.0.0.1:8001/metrics"));
  expect(await metrics.text()).toContain("modelfleet_worker_slots");
});

it("a reader that leaves ends the generation and the span", async () => {
  await using cluster = await setUpCluster({ models: [{ name: "m", params: { hang: true } }] });
  const { spans, tracerProvider } = tracing();
  const app = workerApp(observeWorkerManager(cluster.manager, { tracerProvider }));
  const prompt = { model: "m", messages: [{ role: "human", content: "hi" }] };
  const answer = await app.fetch(post("/api/worker/generate_stream", prompt));
  await answer.body?.cancel();
  await expect.poll(() => cluster.engines.last().running, { timeout: 20_000 }).toBe(0);
  expect(spans.getFinishedSpans()).toHaveLength(1);
});
