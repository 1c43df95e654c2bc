import { type Metric, parseMetrics } from "./parse-metrics.ts";

/** A histogram as it is read: how many lie at or below each bound. */
export interface Distribution {
  buckets: readonly { bound: number; count: number }[];
  sum: number;
  count: number;
}

/** What a worker says of one of its models, counted since the worker started. */
export interface ModelFigures {
  inFlight: number;
  waiting: number;
  slots: number;
  requests: { ok: number; error: number; cancelled: number; refused: number };
  outputTokens: number;
  firstToken: Distribution;
  request: Distribution;
}

/** The figures of a worker's models by worker key. Empty where the text is not of a worker of ours. */
export function readModelFigures(text: string): Map<string, ModelFigures> {
  const figures = new Map<string, ModelFigures>();
  for (const { name, labels, value } of parseMetrics(text)) {
    const { model, worker_type, ...rest } = labels;
    const [, figure] = /^modelfleet_worker_(\w+)$/.exec(name) ?? [];
    if (!figure || model === undefined || worker_type === undefined) continue;
    const key = `${model}@${worker_type}`;
    const known = figures.get(key) ?? emptyFigures();
    figures.set(key, known);
    take(known, { name: figure, labels: rest, value });
  }
  return figures;
}

function take(figures: ModelFigures, { name, labels, value }: Metric): void {
  if (name === "requests_in_flight") figures.inFlight = value;
  else if (name === "requests_waiting") figures.waiting = value;
  else if (name === "slots") figures.slots = value;
  else if (name === "output_tokens_total") figures.outputTokens = value;
  else if (name === "requests_total" && Object.hasOwn(figures.requests, labels.outcome ?? "")) {
    figures.requests[labels.outcome as keyof ModelFigures["requests"]] = value;
  } else if (name.startsWith("first_token_seconds_")) addTo(figures, "firstToken", name, labels, value);
  else if (name.startsWith("request_seconds_")) addTo(figures, "request", name, labels, value);
}

function addTo(
  figures: ModelFigures,
  which: "firstToken" | "request",
  name: string,
  { le = "" }: Metric["labels"],
  value: number,
): void {
  const before = figures[which];
  if (name.endsWith("_sum")) figures[which] = { ...before, sum: value };
  else if (name.endsWith("_count")) figures[which] = { ...before, count: value };
  else if (name.endsWith("_bucket")) {
    const bound = le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le);
    figures[which] = { ...before, buckets: [...before.buckets, { bound, count: value }] };
  }
}

function emptyFigures(): ModelFigures {
  const empty: Distribution = { buckets: [], sum: 0, count: 0 };
  const requests = { ok: 0, error: 0, cancelled: 0, refused: 0 };
  return { inFlight: 0, waiting: 0, slots: 0, requests, outputTokens: 0, firstToken: empty, request: empty };
}

/** The value below which this share lies, read off between two bounds. Undefined where nothing was counted. */
export function quantile({ buckets, count }: Distribution, share: number): number | undefined {
  if (count === 0) return undefined;
  const rank = share * count;
  let lower = { bound: 0, count: 0 };
  for (const bucket of buckets) {
    if (bucket.count >= rank && bucket.count > lower.count) {
      // Of what lies beyond the last bound, no more is known.
      if (bucket.bound === Number.POSITIVE_INFINITY) return lower.bound;
      const within = (rank - lower.count) / (bucket.count - lower.count);
      return lower.bound + (bucket.bound - lower.bound) * within;
    }
    lower = bucket;
  }
  return lower.bound;
}
