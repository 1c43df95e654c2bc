import type { ParameterDescription } from "@modelfleet/core";
import { proxyProviders } from "../serving/proxy-providers.ts";
import { providers, type ServedModel } from "../serving/served-model.ts";

/** Our engines under their own names, which read better in a file that was not written for DB-GPT. */
const aliases: Readonly<Record<string, string>> = {
  "llama-cpp": providers.llamaCpp,
  ollama: providers.ollama,
  "openai-compatible": providers.openai,
};

/** What DB-GPT runs and we do not: in Python, or by a protocol that is not OpenAI's. */
const others = new Set(
  "hf huggingface vllm mlx qwen llama.cpp.server llama_cpp_server"
    .split(" ")
    .concat("claude gemini litellm qianfan tei wenxin".split(" ").map((name) => `proxy/${name}`)),
);

/** The name under which an engine has the provider; `undefined` for one that there is not. */
export function knownProvider(name: string): string | undefined {
  const provider = Object.hasOwn(aliases, name) ? aliases[name] : name;
  const known = Object.values<string>(providers).includes(provider as string) || isProxy(provider as string);
  return known ? provider : undefined;
}

export function isProxy(provider: string): boolean {
  return Object.hasOwn(proxyProviders, provider);
}

/** A provider of DB-GPT's for which its own worker is needed. */
export function isOthers(name: string): boolean {
  return others.has(name);
}

export function providerNames(): string {
  const proxies = Object.keys(proxyProviders).sort();
  const names = [providers.builtin, providers.echo, providers.llamaCpp, ...Object.keys(aliases).sort(), ...proxies];
  return `${names.join(", ")}, or the path of a module of your own, such as "./engine.js"`;
}

/** The parameters that a provider's models take. */
export async function parametersOf(
  provider: string,
  workerType: ServedModel["workerType"],
): Promise<readonly ParameterDescription[]> {
  if (provider === providers.llamaCpp) return (await import("@modelfleet/engines/llama-cpp")).descriptions;
  if (provider === providers.echo) return (await import("@modelfleet/engines/echo")).descriptions;
  if (isProxy(provider)) return (await import("@modelfleet/engines/openai-compatible")).descriptions;
  const builtin = await import("@modelfleet/engines/builtin");
  const { guideDescriptions, lexicalEmbedDescriptions, lexicalRerankDescriptions } = builtin;
  return { llm: guideDescriptions, text2vec: lexicalEmbedDescriptions, reranker: lexicalRerankDescriptions }[
    workerType
  ];
}
