import { createFleet, type Fleet } from "@modelfleet/client";
import { observeFleet } from "@modelfleet/client/opentelemetry";
import { createStandInCluster, type StandInCluster, type StandInOptions } from "@modelfleet/testing";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";

const prompt = "a-secret-prompt";
const answer = "a secret answer";
const token = "a-secret-token";
const models = [
  { name: "m", answer },
  { name: "e", type: "text2vec" },
] as const;

interface SetUp {
  fleet: Fleet;
  cluster: StandInCluster;
  spans: InMemorySpanExporter;
  /** Every point of a metric, by its name. */
  figures(): Promise<Record<string, { attributes: object; value: unknown }[]>>;
}

function setUp(options: StandInOptions = { models }): SetUp {
  const cluster = createStandInCluster(options);
  const spans = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const plain = createFleet({ controller: cluster.controllerUrl, fetch: cluster.fetch, token });
  return {
    fleet: observeFleet(plain, { tracerProvider, meterProvider }),
    cluster,
    spans,
    async figures() {
      await meterProvider.forceFlush();
      const all = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
      await meterProvider.shutdown();
      return Object.fromEntries(
        all.map(({ descriptor, dataPoints }) => [
          descriptor.name,
          dataPoints.map((point) => ({ attributes: point.attributes, value: point.value })),
        ]),
      );
    },
  };
}

const common = { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "dbgpt", "gen_ai.request.model": "m" };

test("a chat is a span of the client's, by the conventions' names, which workers continue", async () => {
  const { fleet, cluster, spans, figures } = setUp();
  let text = "";
  for await (const { delta } of fleet.chat.stream({ model: "m", messages: prompt, temperature: 0.5 })) text += delta;
  expect(text).toBe(answer);

  const [span, ...others] = spans.getFinishedSpans();
  expect(others).toEqual([]);
  expect(span?.name).toBe("chat m");
  expect(span?.kind).toBe(SpanKind.CLIENT);
  expect(span?.status.code).toBe(SpanStatusCode.UNSET);
  expect(span?.attributes).toMatchObject({
    ...common,
    "gen_ai.request.temperature": 0.5,
    "gen_ai.response.finish_reasons": ["stop"],
    "gen_ai.usage.input_tokens": expect.any(Number),
    "gen_ai.usage.output_tokens": expect.any(Number),
  });
  const { traceId = "", spanId = "" } = span?.spanContext() ?? {};
  const sent = cluster.requests.findLast(({ path }) => path.endsWith("/generate_stream"));
  expect(sent?.headers).toMatchObject({
    traceparent: `00-${traceId}-${spanId}-01`,
    "db-gpt-trace-span-id": `${traceId}:${spanId}`,
  });
  expect(sent?.body).toMatchObject({ span_id: `${traceId}:${spanId}` });

  const measured = await figures();
  expect(Object.keys(measured).sort()).toEqual([
    "gen_ai.client.operation.duration",
    "gen_ai.client.operation.time_to_first_chunk",
    "gen_ai.client.token.usage",
  ]);
  expect(measured["gen_ai.client.operation.duration"]).toMatchObject([{ attributes: common, value: { count: 1 } }]);
  expect(measured["gen_ai.client.token.usage"]?.map(({ attributes }) => attributes)).toEqual([
    { ...common, "gen_ai.token.type": "input" },
    { ...common, "gen_ai.token.type": "output" },
  ]);
});

test("embeddings have their own name", async () => {
  const { fleet, spans } = setUp();
  await fleet.embed({ model: "e", input: prompt });
  expect(spans.getFinishedSpans().map(({ name }) => name)).toEqual(["embeddings e"]);
});

test("a failure is told by its kind; a model that is not there makes no series of its own", async () => {
  const { fleet, spans, figures } = setUp();
  await expect(fleet.chat.generate({ model: "absent", messages: prompt })).rejects.toThrow();
  const [span] = spans.getFinishedSpans();
  expect(span?.status).toEqual({ code: SpanStatusCode.ERROR });
  expect(span?.attributes["error.type"]).toBe("model_not_found");
  const [point] = (await figures())["gen_ai.client.operation.duration"] ?? [];
  expect(point?.attributes).toMatchObject({ "error.type": "model_not_found" });
  expect(point?.attributes).not.toHaveProperty("gen_ai.request.model");
});

test("whatever a call fails with, a model that is not there makes no series of its own", async () => {
  const { fleet, cluster, figures } = setUp();
  await fleet.countTokens({ model: "m", prompt });
  cluster.fault("controllers", { type: "refuse" });
  await expect(fleet.chat.generate({ model: "absent-1", messages: prompt })).rejects.toMatchObject({
    code: "controller_unavailable",
  });
  await expect(fleet.countTokens({ model: "absent-2", prompt }, { signal: AbortSignal.abort() })).rejects.toThrow();
  cluster.fault("controllers", { type: "hang" });
  const left = fleet.chat.stream({ model: "absent-3", messages: prompt });
  const first = left.next();
  await left.return?.();
  await first.catch(() => {});
  // One that has answered is named in its failures.
  cluster.fault("workers", { type: "refuse" });
  await expect(fleet.countTokens({ model: "m", prompt })).rejects.toThrow();
  const points = (await figures())["gen_ai.client.operation.duration"] ?? [];
  const labels = points.map(({ attributes }) => new Map(Object.entries(attributes)));
  const named = labels.map((set) => [set.get("gen_ai.request.model"), set.get("error.type")]);
  expect(new Set(named.map(([model]) => model))).toEqual(new Set(["m", undefined]));
  expect(named).toContainEqual(["m", "connection_failed"]);
});

test("a stream that is left, even while it waits, ends its span and its generation", async () => {
  const { fleet, cluster, spans } = setUp();
  const stream = fleet.chat.stream({ model: "m", messages: prompt });
  await stream.next();
  await stream.return?.();
  expect(spans.getFinishedSpans()).toHaveLength(1);
  expect(await stream.next()).toMatchObject({ done: true });

  cluster.fault("workers", { type: "hang" });
  const waiting = fleet.chat.stream({ model: "m", messages: prompt });
  const first = waiting.next().catch((error: unknown) => error);
  await waiting.return?.();
  await first;
  expect(spans.getFinishedSpans()).toHaveLength(2);
});

test("neither prompts nor answers nor tokens are in spans and figures", async () => {
  const { fleet, cluster, spans, figures } = setUp();
  await fleet.chat.generate({ model: "m", messages: prompt });
  for await (const _ of fleet.chat.stream({ model: "m", messages: prompt }));
  await fleet.countTokens({ model: "m", prompt });
  using _fault = cluster.fault("workers", { type: "status", status: 400, body: `{"detail":"no: ${prompt} ${token}"}` });
  await expect(fleet.chat.generate({ model: "m", messages: prompt })).rejects.toThrow();
  await expect(fleet.chat.stream({ model: "m", messages: prompt }).next()).rejects.toThrow();
  const told = JSON.stringify([
    spans.getFinishedSpans().map(({ name, attributes, events, status }) => ({ name, attributes, events, status })),
    await figures(),
  ]);
  expect(told).toContain("chat m");
  for (const secret of [prompt, answer, token]) expect(told).not.toContain(secret);
});
