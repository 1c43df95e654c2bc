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
  await expect.poll(() => cluster.engines.last().running).toBe(0);
  expect(spans.getFinishedSpans()).toHaveLength(1);
});
