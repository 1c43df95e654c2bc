import type { ModelDefinition } from "@modelfleet/server";

/** A model that `--model` named, as the worker manager takes it. */
export interface ServedModel extends ModelDefinition {
  workerType: NonNullable<ModelDefinition["workerType"]>;
  params: Readonly<Record<string, unknown>>;
  /** What was typed, for messages. */
  spec: string;
}

/** The names of the engines, by which models choose theirs. DB-GPT's own where it has the same. */
export const providers = { builtin: "builtin", llamaCpp: "llama.cpp", openai: "proxy/openai" } as const;
