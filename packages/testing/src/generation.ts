/**
 * Whose wire the cluster speaks. Each stands for the last release of its series (`"0.5"` for 0.5.10), except the two
 * that name a release with gaps of its own: 0.5.0 knows no health route and no rerankers, 0.7.0 cannot rerank remotely.
 */
export type StandInGeneration = "0.5.0" | "0.5" | "0.6" | "0.7.0" | "0.7" | "0.8";

/** Where the generations differ. */
export interface WireTraits {
  /** Frames carry `content` in place of `text`; metadata, descriptions and startup have their 0.7 form. */
  content: boolean;
  /** Frames have the `incremental` flag (0.5.3). */
  incremental: boolean;
  /** `GET /api/health` on controllers (0.5.9). */
  health: boolean;
  /** `stop` may be an array or null (0.6.1). */
  stopArray: boolean;
  /** `embeddings` takes `query`, so that rerankers can be asked. */
  rerankQuery: boolean;
  /** Rerankers register as `reranker`, not as `text2vec` (0.7). */
  rerankerType: boolean;
  /** `embeddings` takes `worker_type` (0.7.1). */
  embeddingsWorkerType: boolean;
  /** The content of a message may be a list of media (0.7.1). */
  mediaMessages: boolean;
  /** Metrics have speeds of prefill and decoding. */
  decodeSpeed: boolean;
}

const oldest: WireTraits = {
  content: false,
  incremental: false,
  health: false,
  stopArray: false,
  rerankQuery: false,
  rerankerType: false,
  embeddingsWorkerType: false,
  mediaMessages: false,
  decodeSpeed: false,
};
const v05: WireTraits = { ...oldest, incremental: true, health: true, rerankQuery: true };
const v06: WireTraits = { ...v05, stopArray: true };
const v070: WireTraits = { ...v06, content: true, rerankerType: true };
const v07: WireTraits = { ...v070, embeddingsWorkerType: true, mediaMessages: true, decodeSpeed: true };

const traits: Record<StandInGeneration, WireTraits> = {
  "0.5.0": oldest,
  "0.5": v05,
  "0.6": v06,
  "0.7.0": v070,
  "0.7": v07,
  "0.8": v07,
};

export function wireTraits(generation: StandInGeneration): WireTraits {
  return traits[generation];
}
