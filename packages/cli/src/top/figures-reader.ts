import { type ModelFigures, readModelFigures } from "@modelfleet/client/operator";
import { HttpStatusError } from "@modelfleet/core";
import type { Transport } from "@modelfleet/transport";
import { workerUrl } from "../controller/worker-url.ts";

/** Why there are no figures of a worker. */
export type FiguresState =
  /** They are there. */
  | "here"
  /** The worker answers, and has none: a Python one. */
  | "none"
  | "refused"
  | "unreachable";

export interface WorkerFigures {
  state: FiguresState;
  models: ReadonlyMap<string, ModelFigures>;
}

/** How long each answer may take, in milliseconds: long for a worker that is well, short for a person who watches. */
const watchedLimitMs = 1_500;
const maxBytes = 8 * 1024 * 1024;
/** How long a worker without figures is left alone. */
const restMs: Record<FiguresState, number> = { here: 0, none: 60_000, refused: 10_000, unreachable: 5_000 };

const none: WorkerFigures = { state: "none", models: new Map() };

/** Asks workers for their figures; one that has none is not asked again and again. */
export class FiguresReader {
  readonly #transport: Transport;
  readonly #now: () => number;
  readonly #limitMs: number;
  readonly #resting = new Map<string, { until: number; figures: WorkerFigures }>();

  constructor(transport: Transport, now: () => number, limitMs: number = watchedLimitMs) {
    this.#transport = transport;
    this.#now = now;
    this.#limitMs = limitMs;
  }

  /** Never rejects, but with the signal's reason. */
  async read(worker: { host: string; port: number }, signal: AbortSignal): Promise<WorkerFigures> {
    const url = `${workerUrl(worker)}/metrics`;
    const resting = this.#resting.get(url);
    if (resting && this.#now() < resting.until) return resting.figures;
    const figures = await this.#ask(url, signal);
    this.#resting.set(url, { until: this.#now() + restMs[figures.state], figures });
    return figures;
  }

  async #ask(url: string, signal: AbortSignal): Promise<WorkerFigures> {
    const limit = AbortSignal.timeout(this.#limitMs);
    try {
      const text = await this.#text(url, AbortSignal.any([signal, limit]));
      const models = readModelFigures(text);
      return models.size === 0 ? none : { state: "here", models };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof HttpStatusError)) return { ...none, state: "unreachable" };
      return error.status === 401 || error.status === 403 ? { ...none, state: "refused" } : none;
    }
  }

  async #text(url: string, signal: AbortSignal): Promise<string> {
    const stream = await this.#transport.stream({ method: "GET", url, signal });
    const decoder = new TextDecoder();
    let text = "";
    for await (const piece of stream.bytes) {
      text += decoder.decode(piece, { stream: true });
      if (text.length > maxBytes) throw new RangeError("The figures have no end.");
    }
    return text;
  }
}
