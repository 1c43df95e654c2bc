import type { MediaPart } from "@modelfleet/core";

/** The body of a generation as it arrived, after validation; snake_case, as the wire has it. */
export interface StandInPrompt {
  model: string;
  messages?: readonly { role: string; content: unknown }[];
  prompt?: string;
  [field: string]: unknown;
}

/** One frame of an answer, when the words of a plain answer are not enough. */
export interface StandInFrame {
  /** The whole text so far: streams are cumulative. */
  text?: string | undefined;
  /** The whole thinking so far, from generation 0.7; null as upstream sends it for a model that has not begun. */
  thinking?: string | null | undefined;
  /** From generation 0.7. */
  media?: readonly MediaPart[] | undefined;
  /** 0 by default. */
  errorCode?: number | undefined;
  finishReason?: string | undefined;
  /** Counted by words unless given; null for none. */
  usage?: Readonly<Record<string, unknown>> | null | undefined;
  /** Sent in place of all else, followed by a NUL: any text, JSON or not. */
  raw?: string | undefined;
}

export type StandInAnswer = string | readonly StandInFrame[];

/** A model that the cluster runs. */
export interface StandInModel {
  /** Without its type. */
  name: string;
  /** `llm` by default. Rerankers show as `text2vec` up to generation 0.6, as upstream's do. */
  type?: "llm" | "text2vec" | "reranker" | undefined;
  /** How many workers run it, from the first; or which, by id (`worker-2`). All of them by default. */
  workers?: number | readonly string[] | undefined;
  /** What it says: a text, streamed word by word, or frames. By default it says what it was asked. */
  answer?: StandInAnswer | ((request: StandInPrompt) => StandInAnswer) | undefined;
  /** What it thinks before a plain answer, from generation 0.7. */
  thinking?: string | undefined;
  /** Comes with the last frame of a plain answer, from generation 0.7. */
  media?: readonly MediaPart[] | undefined;
  /** Between two frames; 0 by default. */
  tokenDelayMs?: number | undefined;
  /** In tokens; 4096 by default. */
  contextLength?: number | undefined;
  /** The roles that its template knows; human, ai and system by default. */
  promptRoles?: readonly string[] | undefined;
  /** The length of its vectors; 64 by default. */
  dimensions?: number | undefined;
  /** The share of requests it should get; 1 by default. */
  weight?: number | undefined;
  /** Whether it runs from the start; otherwise it can be started. */
  started?: boolean | undefined;
}

/** The models of a cluster for which none were named. */
export const defaultModels: readonly StandInModel[] = [
  { name: "stand-in", type: "llm" },
  { name: "stand-in-embed", type: "text2vec" },
  { name: "stand-in-rerank", type: "reranker" },
];

export function modelType(model: StandInModel): "llm" | "text2vec" | "reranker" {
  return model.type ?? "llm";
}
