import type { Connection } from "../fleet-connection/connection.ts";
import { callHeaders } from "../fleet-connection/recording-fetch.ts";
import { createStore, type Store } from "../state/store.ts";
import type { TextSeparator } from "./parse-texts.ts";
import { project } from "./projection.ts";
import { type RankedDocument, rankDocuments } from "./ranking.ts";
import { cosineSimilarities } from "./similarity.ts";

/** What stands in the boxes. */
export interface TextInputs {
  model: string | undefined;
  separator: TextSeparator;
  texts: string;
  query: string;
}

/** What a model made of it, with what it was asked. */
export interface TaskEnd {
  model: string;
  inputs: TextInputs;
  /** Milliseconds from sending to the end. */
  tookMs: number;
  instance: string | undefined;
}

export interface SimilarityResult extends TaskEnd {
  texts: readonly string[];
  vectors: readonly (readonly number[])[];
  matrix: readonly (readonly number[])[];
  points: readonly { x: number; y: number }[];
  shown: number;
}

export interface RankingResult extends TaskEnd {
  query: string;
  ranked: readonly RankedDocument[];
}

export type TaskState<Result> =
  | { kind: "idle" }
  | { kind: "working"; before: Result | undefined }
  | { kind: "failed"; error: unknown; before: Result | undefined }
  | { kind: "done"; result: Result };

/** Texts, and what was made of them last. They stay while other pages are looked at. */
export class TextTask<Result> {
  readonly inputs: Store<TextInputs>;
  readonly state: Store<TaskState<Result>> = createStore<TaskState<Result>>({ kind: "idle" });
  #stop: AbortController | undefined;

  constructor() {
    this.inputs = createStore<TextInputs>({ model: undefined, separator: "line", texts: "", query: "" });
  }

  change(inputs: Partial<TextInputs>): void {
    this.inputs.set((before) => ({ ...before, ...inputs }));
  }

  /** Failures end up in the state; nothing is thrown. One that is stopped leaves what was there before. */
  async run(work: (inputs: TextInputs, signal: AbortSignal) => Promise<Result>): Promise<void> {
    this.stop();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const before = resultOf(this.state.get());
    this.state.set({ kind: "working", before });
    try {
      const result = await work(this.inputs.get(), signal);
      if (!signal.aborted) this.state.set({ kind: "done", result });
    } catch (error) {
      if (!signal.aborted) this.state.set({ kind: "failed", error, before });
    }
  }

  stop(): void {
    this.#stop?.abort();
    const state = this.state.get();
    if (state.kind === "working") {
      this.state.set(state.before === undefined ? { kind: "idle" } : { kind: "done", result: state.before });
    }
  }
}

export function resultOf<Result>(state: TaskState<Result>): Result | undefined {
  if (state.kind === "done") return state.result;
  return state.kind === "idle" ? undefined : state.before;
}

/** @throws ModelfleetError, or the signal's reason */
export async function compareTexts(
  { fleet, log }: Connection,
  model: string,
  texts: readonly string[],
  inputs: TextInputs,
  signal: AbortSignal,
): Promise<SimilarityResult> {
  const call = crypto.randomUUID();
  const begun = performance.now();
  const vectors = await fleet.embed({ model, input: texts }, { signal, headers: callHeaders(call) });
  const tookMs = performance.now() - begun;
  const matrix = cosineSimilarities(vectors);
  return { model, inputs, texts, vectors, matrix, ...project(vectors), tookMs, instance: log.instanceOf(call) };
}

/** @throws ModelfleetError, or the signal's reason */
export async function rankTexts(
  { fleet, log }: Connection,
  model: string,
  documents: readonly string[],
  inputs: TextInputs,
  signal: AbortSignal,
): Promise<RankingResult> {
  const call = crypto.randomUUID();
  const begun = performance.now();
  const query = inputs.query.trim();
  const results = await fleet.rerank({ model, query, documents }, { signal, headers: callHeaders(call) });
  const tookMs = performance.now() - begun;
  return { model, inputs, query, ranked: rankDocuments(documents, results), tookMs, instance: log.instanceOf(call) };
}

export const similarityTask: TextTask<SimilarityResult> = new TextTask();
export const rankingTask: TextTask<RankingResult> = new TextTask();
