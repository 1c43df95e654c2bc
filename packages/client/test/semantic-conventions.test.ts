import { createFleet, ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { observeCalls, observeFleet } from "@modelfleet/client/opentelemetry";
import { createStandInCluster } from "@modelfleet/testing";
import { createTransport } from "@modelfleet/transport";
import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import * as conventions from "@opentelemetry/semantic-conventions/incubating";
import { expect, test } from "vitest";

/** As the conventions advise them, which the package leaves out. */
const seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const advised: Record<string, number[]> = {
  [conventions.METRIC_GEN_AI_CLIENT_OPERATION_DURATION]: seconds,
  [conventions.METRIC_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK]: seconds,
  [conventions.METRIC_GEN_AI_CLIENT_TOKEN_USAGE]: [
    1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
  ],
  [conventions.METRIC_GEN_AI_SERVER_REQUEST_DURATION]: seconds,
  [conventions.METRIC_GEN_AI_SERVER_TIME_TO_FIRST_TOKEN]: [
    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
  ],
  [conventions.METRIC_GEN_AI_SERVER_TIME_PER_OUTPUT_TOKEN]: [
    0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5,
  ],
};

/** Every kind of call, as a client and as a server, some of which fail. */
async function observed() {
  const models = [
    { name: "m", answer: "one two three four" },
    { name: "e", type: "text2vec" },
    { name: "r", type: "reranker" },
  ] as const;
  const cluster = createStandInCluster({ models });
  const spans = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  const providers = { tracerProvider, meterProvider };

  const fleet = observeFleet(createFleet({ controller: cluster.controllerUrl, fetch: cluster.fetch }), providers);
  const sampling = { temperature: 0.5, topP: 0.9, topK: 5, maxNewTokens: 9, presencePenalty: 1, frequencyPenalty: 1 };
  const chat = { model: "m", messages: "hi", ...sampling };
  for await (const _ of fleet.chat.stream(chat));
  await fleet.chat.generate(chat);
  await fleet.embed({ model: "e", input: "hi" });
  await fleet.rerank({ model: "r", query: "hi", documents: ["a"] });
  await fleet.countTokens({ model: "m", prompt: "hi" });
  await fleet.embed({ model: "absent", input: "hi" }).catch(() => undefined);

  const transport = createTransport({ fetch: cluster.fetch });
  const registry = new ModelRegistryClient({ transport, controller: cluster.controllerUrl });
  const server = observeCalls(new RemoteWorkerManager({ registry, transport }), "server", providers);
  for await (const _ of server.generateStream({ model: "m", messages: [{ role: "human", content: "hi" }] }));

  await meterProvider.forceFlush();
  const metrics = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  await meterProvider.shutdown();
  return { spans: spans.getFinishedSpans(), metrics };
}

test("names and values are those of the conventions, as they were last published", async () => {
  const { spans, metrics } = await observed();
  const known: ReadonlySet<unknown> = new Set(Object.values(conventions));
  const labels = metrics.flatMap(({ dataPoints }) => dataPoints.map(({ attributes }) => attributes));
  const attributes = [...spans.map((span) => span.attributes), ...labels];
  const names = new Set(attributes.flatMap((given) => Object.keys(given)));
  expect(names.size).toBeGreaterThan(15);
  for (const name of [...names, ...metrics.map(({ descriptor }) => descriptor.name)]) {
    expect([name, known.has(name)]).toEqual([name, true]);
  }
  const operations = new Set(attributes.map((given) => given[conventions.ATTR_GEN_AI_OPERATION_NAME]));
  // They have none for the last two, and allow others.
  expect([...operations].sort()).toEqual([
    conventions.GEN_AI_OPERATION_NAME_VALUE_CHAT,
    "count_tokens",
    conventions.GEN_AI_OPERATION_NAME_VALUE_EMBEDDINGS,
    "rerank",
  ]);
  for (const given of attributes) expect(given).toHaveProperty([conventions.ATTR_GEN_AI_PROVIDER_NAME], "dbgpt");
});

test("figures have the units and the buckets that the conventions advise", async () => {
  const { metrics } = await observed();
  expect(metrics.map(({ descriptor }) => descriptor.name).sort()).toEqual(Object.keys(advised).sort());
  for (const { descriptor, dataPointType, dataPoints } of metrics) {
    const { name, unit } = descriptor;
    expect([name, unit]).toEqual([name, name === conventions.METRIC_GEN_AI_CLIENT_TOKEN_USAGE ? "{token}" : "s"]);
    expect(dataPointType).toBe(DataPointType.HISTOGRAM);
    expect(dataPoints[0]?.value).toMatchObject({ buckets: { boundaries: advised[name] } });
  }
});

test("what streams says so, and when its first output came; an embedding says how long it is", async () => {
  const { spans } = await observed();
  const [streamed, whole, embedded] = spans.map(({ attributes }) => attributes);
  expect(streamed).toMatchObject({ [conventions.ATTR_GEN_AI_REQUEST_STREAM]: true });
  expect(streamed?.[conventions.ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]).toBeGreaterThan(0);
  expect(whole).not.toHaveProperty([conventions.ATTR_GEN_AI_REQUEST_STREAM]);
  expect(embedded?.[conventions.ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT]).toBeGreaterThan(0);
});
