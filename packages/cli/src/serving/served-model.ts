import type { EngineFactory, ModelDefinition } from "@modelfleet/server";

/** A model that `--model` or the configuration names, as the worker manager takes it. */
export interface ServedModel extends ModelDefinition {
  workerType: NonNullable<ModelDefinition["workerType"]>;
  params: Readonly<Record<string, unknown>>;
  /** Who named it, for messages: `--model builtin`, or `fleet.toml:12`. */
  source: string;
  /** The key of its upstream. Not among the params, which are kept and can be changed over HTTP. */
  apiKey?: string | undefined;
  /** That of the user's own module, where the provider is one. */
  engine?: EngineFactory | undefined;
}

/** The names of the engines, by which models choose theirs. DB-GPT's own where it has the same. */
export const providers = {
  builtin: "builtin",
  echo: "echo",
  llamaCpp: "llama.cpp",
  ollama: "proxy/ollama",
  openai: "proxy/openai",
} as const;
