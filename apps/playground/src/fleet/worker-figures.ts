/** What a worker says of one of its models, counted since the worker started. */
export interface ModelFigures {
  inFlight: number;
  waiting: number;
  slots: number;
  outputTokens: number;
  firstToken: { sumSeconds: number; count: number };
}

const line = /^modelfleet_worker_(\w+)\{(.*)\} (\S+)$/;
const label = /(\w+)="((?:[^"\\]|\\.)*)"/g;

const unescaped = (text: string): string =>
  text.replaceAll(/\\(.)/g, (_match, character: string) => (character === "n" ? "\n" : character));

/** The figures of a worker's models by worker key, out of Prometheus' text format. */
export function readWorkerFigures(text: string): Map<string, ModelFigures> {
  const figures = new Map<string, ModelFigures>();
  for (const row of text.split("\n")) {
    const [, name = "", labels = "", number] = line.exec(row) ?? [];
    const value = Number(number);
    if (!name || !Number.isFinite(value)) continue;
    const pairs = [...labels.matchAll(label)].map(([, key = "", text = ""]) => [key, unescaped(text)] as const);
    const { model, worker_type } = Object.fromEntries(pairs) as Record<string, string | undefined>;
    if (model === undefined || worker_type === undefined) continue;
    const key = `${model}@${worker_type}`;
    const known = figures.get(key) ?? {
      inFlight: 0,
      waiting: 0,
      slots: 0,
      outputTokens: 0,
      firstToken: { sumSeconds: 0, count: 0 },
    };
    figures.set(key, known);
    if (name === "requests_in_flight") known.inFlight = value;
    else if (name === "requests_waiting") known.waiting = value;
    else if (name === "slots") known.slots = value;
    else if (name === "output_tokens_total") known.outputTokens = value;
    else if (name === "first_token_seconds_sum") known.firstToken.sumSeconds = value;
    else if (name === "first_token_seconds_count") known.firstToken.count = value;
  }
  return figures;
}
