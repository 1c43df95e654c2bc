import type { MetricFamily, MetricSample } from "./metric-family.ts";
import type { ModelMeter } from "./model-meter.ts";

/** One model of a worker, as its figures are read. */
export interface MeteredModel {
  name: string;
  workerType: string;
  meter: ModelMeter;
  /** What its slots hold; absent while it does not run. */
  load: { running: number; waiting: number; limit: number } | undefined;
}

/** The figures of a worker, a series for each model. */
export function workerMetrics(models: readonly MeteredModel[]): MetricFamily[] {
  const family = (
    name: string,
    type: MetricFamily["type"],
    help: string,
    samples: (model: MeteredModel, labels: Readonly<Record<string, string>>) => MetricSample[],
  ): MetricFamily => ({
    name: `modelfleet_worker_${name}`,
    type,
    help,
    samples: models.flatMap((model) => samples(model, { model: model.name, worker_type: model.workerType })),
  });
  return [
    family("requests_total", "counter", "Requests that ended, by outcome.", ({ meter }, labels) =>
      Object.entries(meter.requests).map(([outcome, value]) => ({ labels: { ...labels, outcome }, value })),
    ),
    family("requests_in_flight", "gauge", "Requests that run.", ({ load }, labels) => [
      { labels, value: load?.running ?? 0 },
    ]),
    family("requests_waiting", "gauge", "Requests that wait for a slot.", ({ load }, labels) => [
      { labels, value: load?.waiting ?? 0 },
    ]),
    family("slots", "gauge", "Requests that may run at once; 0 while the model is stopped.", ({ load }, labels) => [
      { labels, value: load?.limit ?? 0 },
    ]),
    family(
      "output_tokens_total",
      "counter",
      "Tokens generated, by the engine's count; outputs where it does not count.",
      ({ meter }, labels) => [{ labels, value: meter.outputTokens }],
    ),
    family(
      "first_token_seconds",
      "histogram",
      "From a streamed request until its first output, waiting included.",
      ({ meter }, labels) => meter.firstTokenSeconds.samples(labels),
    ),
    family(
      "request_seconds",
      "histogram",
      "From a request until its end, waiting included; refused ones left out.",
      ({ meter }, labels) => meter.requestSeconds.samples(labels),
    ),
  ];
}
