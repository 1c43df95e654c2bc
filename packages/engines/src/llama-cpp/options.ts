import type { ParameterDescription } from "@modelfleet/core";
import * as v from "valibot";
import { describeParameters, type EngineParameter } from "../define/engine-parameters.ts";

export interface LlamaCppEngineOptions {
  /** A GGUF file, or `hf:user/repository:quantisation`, which is downloaded at the first start. */
  path?: string | undefined;
  /** What the model is for: its memory is taken at the start, and what cannot fit fails there. `chat` by default. */
  use?: "chat" | "embeddings" | "rerank" | undefined;
  /** Where downloads are kept; node-llama-cpp's own folder by default. */
  modelsDirectory?: string | undefined;
  /** Called while a model is downloaded. */
  onDownload?: ((progress: { totalSize: number; downloadedSize: number }) => void) | undefined;
  /** Tokens of context for each answer; by default the model's own, at most 8192, or what memory has room for. */
  contextLength?: number | undefined;
  /** How many answers are generated at once, each with a context of its own; 4 by default. More wait for a place. */
  parallel?: number | undefined;
  /** Threads for the model's work; by default what llama.cpp takes for this machine. */
  threads?: number | undefined;
  /** Tokens that are worked on at once; llama.cpp's default. */
  batchSize?: number | undefined;
  /** Layers on the GPU, 0 for none; by default as many as fit. */
  gpuLayers?: number | undefined;
  /** Makes sampling repeatable. */
  seed?: number | undefined;
  /** For requests that set none; 0.8 by default. */
  temperature?: number | undefined;
  /** In place of importing `node-llama-cpp`. */
  load?: (() => Promise<unknown>) | undefined;
  /** In place of the clock, in milliseconds since the epoch. */
  now?: (() => number) | undefined;
}

const whole = (min: number): v.GenericSchema<number | undefined, number | undefined> =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(min)));
const aFunction = v.custom<never>((value) => typeof value === "function", "must be a function");

export const optionsSchema: v.GenericSchema<unknown, LlamaCppEngineOptions> = v.strictObject({
  path: v.optional(v.string()),
  use: v.optional(v.picklist(["chat", "embeddings", "rerank"])),
  modelsDirectory: v.optional(v.string()),
  onDownload: v.optional(aFunction),
  contextLength: whole(16),
  parallel: whole(1),
  threads: whole(1),
  batchSize: whole(1),
  gpuLayers: whole(0),
  seed: whole(0),
  temperature: v.optional(v.pipe(v.number(), v.minValue(0))),
  load: v.optional(aFunction),
  now: v.optional(aFunction),
} satisfies Record<keyof LlamaCppEngineOptions, v.GenericSchema>);

/** By DB-GPT's names of its `llama.cpp` provider where it has the same. */
export const parameters: readonly EngineParameter<LlamaCppEngineOptions>[] = [
  {
    option: "path",
    name: "path",
    type: "string",
    required: true,
    description: "A GGUF file, or hf:user/repository:quantisation, which is downloaded.",
  },
  {
    option: "use",
    name: "use",
    type: "string",
    default: "chat",
    values: ["chat", "embeddings", "rerank"],
    description: "What the model is for.",
  },
  {
    option: "contextLength",
    name: "context_length",
    type: "integer",
    description: "Tokens of context for each answer; by default the model's own, at most 8192.",
  },
  {
    option: "parallel",
    name: "n_parallel",
    type: "integer",
    default: 4,
    description: "How many answers are generated at once.",
  },
  { option: "threads", name: "n_threads", type: "integer", description: "Threads for the model's work." },
  { option: "batchSize", name: "n_batch", type: "integer", description: "Tokens that are worked on at once." },
  {
    option: "gpuLayers",
    name: "n_gpu_layers",
    type: "integer",
    description: "Layers on the GPU, 0 for none; by default as many as fit.",
  },
  { option: "seed", name: "seed", type: "integer", description: "Makes sampling repeatable." },
  {
    option: "temperature",
    name: "temperature",
    type: "float",
    default: 0.8,
    description: "For requests that set none.",
  },
];

/** The parameters that the engine can be started with. */
export const descriptions: ParameterDescription[] = describeParameters(parameters);
