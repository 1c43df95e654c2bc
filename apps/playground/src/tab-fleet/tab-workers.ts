import type { WorkerType } from "@modelfleet/core";
import type { WorkerCondition } from "./tab-fleet.ts";

/** A worker process of the tab, as a machine somewhere would be. */
interface TabWorker {
  host: string;
  port: number;
  /** Its pace: the pause before each word, in milliseconds. */
  tokenDelayMs: number;
  models: readonly { name: string; workerType?: Exclude<WorkerType, "service">; provider: string }[];
  /** How it does at first; `well` by default. */
  condition?: WorkerCondition;
}

/** Different in pace and health, so that there is something to see. */
export const tabWorkers: readonly TabWorker[] = [
  {
    host: "brisk",
    port: 8001,
    tokenDelayMs: 8,
    models: [
      { name: "guide", provider: "guide" },
      { name: "storyteller", provider: "storyteller" },
      { name: "lexical-embed", workerType: "text2vec", provider: "lexical-embed" },
      { name: "lexical-rerank", workerType: "reranker", provider: "lexical-rerank" },
    ],
  },
  {
    host: "steady",
    port: 8002,
    tokenDelayMs: 25,
    models: [
      { name: "guide", provider: "guide" },
      { name: "storyteller", provider: "storyteller" },
      { name: "echo", provider: "echo" },
    ],
  },
  { host: "unhurried", port: 8003, tokenDelayMs: 90, models: [{ name: "guide", provider: "guide" }] },
  { host: "lost", port: 8004, tokenDelayMs: 25, models: [{ name: "echo", provider: "echo" }], condition: "away" },
];
