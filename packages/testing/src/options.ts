import type { StandInGeneration } from "./generation.ts";
import { defaultModels, type StandInModel } from "./model.ts";

/** What a stand-in cluster is made of. Everything has a default, so that `createStandInCluster()` is of use. */
export interface StandInOptions {
  /** Whose wire it speaks; `"0.8"` by default. */
  generation?: StandInGeneration | undefined;
  /** By default `stand-in` (llm), `stand-in-embed` (text2vec) and `stand-in-rerank` (reranker). */
  models?: readonly StandInModel[] | undefined;
  /** How many controllers, or their base addresses; one by default, `http://controller-1.test:8000`. */
  controllers?: number | readonly string[] | undefined;
  /** How many workers, or their base addresses; one by default, `http://worker-1.test:8001`. */
  workers?: number | readonly string[] | undefined;
  /** Whether workers honour `x-modelfleet-stream: delta`, as ours do; false by default, as upstream's do not. */
  deltaStreams?: boolean | undefined;
  /**
   * `upstream` (default): a restart stops a model and then fails, with a 500, to start what it has forgotten; so does a
   * start after a stop. Always up to 0.6; from 0.7 for embeddings, rerankers and what was started at run time.
   * `working`: it restarts.
   */
  restart?: "upstream" | "working" | undefined;
  /**
   * `working` (default): `models/shutdown` stops a model. `upstream`: from 0.7 it stops the model, but answers 500 and
   * leaves the row healthy, because the controller refuses the deregistration that comes with it.
   */
  shutdown?: "upstream" | "working" | undefined;
  /**
   * What a controller does with the row of a model that stops: keeps it as unhealthy (default, as upstream's do unless
   * told otherwise), or removes it.
   */
  stoppedRows?: "keep" | "remove" | undefined;
  /** Origins that get CORS headers, or `"*"`; none by default, as upstream's controllers and workers have none. */
  cors?: readonly string[] | "*" | undefined;
}

export interface ResolvedOptions {
  generation: StandInGeneration;
  models: readonly StandInModel[];
  controllers: readonly string[];
  workers: readonly string[];
  deltaStreams: boolean;
  restart: "upstream" | "working";
  shutdown: "upstream" | "working";
  stoppedRows: "keep" | "remove";
  cors: readonly string[] | "*";
}

function addresses(given: number | readonly string[], kind: string, port: number): readonly string[] {
  if (typeof given !== "number") return given;
  return Array.from({ length: given }, (_, i) => `http://${kind}-${i + 1}.test:${port}`);
}

export function resolveOptions(options: StandInOptions): ResolvedOptions {
  return {
    generation: options.generation ?? "0.8",
    models: options.models ?? defaultModels,
    controllers: addresses(options.controllers ?? 1, "controller", 8000),
    workers: addresses(options.workers ?? 1, "worker", 8001),
    deltaStreams: options.deltaStreams ?? false,
    restart: options.restart ?? "upstream",
    shutdown: options.shutdown ?? "working",
    stoppedRows: options.stoppedRows ?? "keep",
    cors: options.cors ?? [],
  };
}
