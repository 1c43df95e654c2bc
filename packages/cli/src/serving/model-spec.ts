import { basename } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { ollamaUrl } from "./ollama-url.ts";
import { providers, type ServedModel } from "./served-model.ts";

const forms = `  builtin            a guide to modelfleet, lexical embedding and reranking
  FILE.gguf          a model file, by llama.cpp
  hf:USER/REPO[:Q]   the same, downloaded first
  ollama:NAME        a model of the Ollama on this machine
  openai:NAME@URL    a model behind an OpenAI-compatible URL; its key is read from OPENAI_API_KEY
  embed:MODEL        any of these but builtin, for embeddings
  rerank:MODEL       the same, for reranking`;

const types: Readonly<Record<string, ServedModel["workerType"]>> = { embed: "text2vec", rerank: "reranker" };

/** What one `--model` stands for. Looks at nothing but its words. @throws CommandError */
export function readModelSpec(spec: string): ServedModel[] {
  const [, prefix = "", rest = ""] = /^(embed|rerank):(.*)$/is.exec(spec) ?? [];
  const workerType = types[prefix.toLowerCase()];
  if (workerType === undefined) return modelsOf(spec);
  if (rest === "builtin") throw wrong(spec, "builtin brings its own models of every type");
  return modelsOf(rest).map((model) => ({ ...model, source: sourceOf(spec), workerType }));
}

function modelsOf(spec: string): ServedModel[] {
  if (spec === "builtin") return builtinModels(spec);
  const scheme = /^([a-z][a-z\d+.-]+):/i.exec(spec)?.[1]?.toLowerCase();
  const rest = scheme === undefined ? spec : spec.slice(scheme.length + 1);
  if (scheme === "hf") return [huggingFaceModel(spec, rest)];
  if (scheme === "ollama") return [ollamaModel(spec, rest)];
  if (scheme === "openai") return [openaiModel(spec, rest)];
  if (/\.gguf$/i.test(spec) && !spec.includes("://")) {
    const name = basename(spec).replace(/(-0+1-of-\d+)?\.gguf$/i, "");
    return [chat(spec, name, { provider: providers.llamaCpp, path: spec })];
  }
  throw wrong(spec, scheme === undefined ? "it is none of these" : `there is no scheme "${scheme}:"`);
}

/** A chat model and two that work by words alone: nothing to download, so that everything can be tried. */
function builtinModels(spec: string): ServedModel[] {
  const params = { provider: providers.builtin };
  const source = sourceOf(spec);
  return [
    { source, name: "guide", workerType: "llm", params },
    { source, name: "lexical-embed", workerType: "text2vec", params },
    { source, name: "lexical-rerank", workerType: "reranker", params },
  ];
}

function huggingFaceModel(spec: string, rest: string): ServedModel {
  const [, repository = ""] = /^[^/\s:]+\/([^/\s:]+)([/:]\S+)?$/.exec(rest) ?? [];
  if (repository === "") throw wrong(spec, "it names no repository, such as hf:Qwen/Qwen3-0.6B-GGUF:Q8_0");
  return chat(spec, repository.replace(/-gguf$/i, ""), { provider: providers.llamaCpp, path: spec });
}

function ollamaModel(spec: string, name: string): ServedModel {
  if (name === "") throw wrong(spec, "it names no model, such as ollama:qwen3");
  return chat(spec, name, { provider: providers.ollama, api_base: ollamaUrl(), backend: name });
}

function openaiModel(spec: string, rest: string): ServedModel {
  const [, name = "", url = ""] = /^(.+?)@(.*)$/s.exec(rest) ?? [];
  if (name === "") throw wrong(spec, "it has no NAME@URL, such as openai:gpt-5-mini@https://api.openai.com/v1");
  const protocol = URL.canParse(url) ? new URL(url).protocol : "";
  if (protocol !== "http:" && protocol !== "https:") throw wrong(spec, "its URL is no http or https URL");
  const { username, password } = new URL(url);
  if (username || password) {
    // Not repeated: the key is already in the list of processes, and need not be in a log as well.
    throw new CommandError(
      `A key in the URL of --model openai:${name} can be read by everyone on the machine: set OPENAI_API_KEY.`,
      exitCodes.usage,
    );
  }
  // A start asks the upstream whether it is there and takes the key, so that a wrong one is not found out by a chat.
  const model = chat(spec, name, { provider: providers.openai, api_base: url, backend: name, probe: true });
  return { ...model, apiKey: process.env.OPENAI_API_KEY || undefined };
}

function chat(spec: string, name: string, params: ServedModel["params"]): ServedModel {
  if (name.includes("@")) throw wrong(spec, `the name ${JSON.stringify(name)} has an "@", which no model may have`);
  return { source: sourceOf(spec), name, workerType: "llm", params };
}

const sourceOf = (spec: string): string => `--model ${spec}`;

function wrong(spec: string, reason: string): CommandError {
  return new CommandError(
    `--model ${JSON.stringify(spec)} cannot be served: ${reason}. There are:\n${forms}`,
    exitCodes.usage,
  );
}
