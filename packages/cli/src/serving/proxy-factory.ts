import { InvalidInputError, type ModelWorker } from "@modelfleet/core";
import { createOpenAICompatibleEngine, descriptions } from "@modelfleet/engines/openai-compatible";
import type { EngineFactory, EngineModel } from "@modelfleet/server";
import type { Transport } from "@modelfleet/transport";
import type { ProxyProvider } from "./proxy-providers.ts";
import type { ServedModel } from "./served-model.ts";

type Params = EngineModel["params"];

export interface ProxyFactoryOptions {
  transport: Transport;
  /** Those of the command line and the configuration, which may have keys. */
  models: readonly ServedModel[];
  env: NodeJS.ProcessEnv;
}

/** Makes the workers of a provider whose service speaks OpenAI's protocol, from params as DB-GPT has them. */
export function proxyFactory(provider: ProxyProvider, { transport, models, env }: ProxyFactoryOptions): EngineFactory {
  return {
    parameters: descriptions,
    async create(model): Promise<ModelWorker> {
      const apiKey = keyFor(provider, model, models, env);
      const engine = createOpenAICompatibleEngine({ transport, ...(apiKey !== undefined && { apiKey }) });
      return { ...engine, start: (params = {}) => engine.start(forEngine(provider, model, params, env)) };
    },
  };
}

/**
 * A key goes to the upstreams that the command line, the configuration or the environment name, and to no other: models
 * can also be started over HTTP, with an upstream of the caller's choice.
 */
function keyFor(
  { keyVariable = "" }: ProxyProvider,
  { name, workerType, params }: EngineModel,
  models: readonly ServedModel[],
  env: NodeJS.ProcessEnv,
): string | undefined {
  const named = models.find((model) => model.name === name && model.workerType === workerType);
  if (named && sameUpstream(named.params, params)) return named.apiKey;
  return isGiven(params.api_base) || isGiven(params.api_url) ? undefined : env[keyVariable] || undefined;
}

function sameUpstream(one: Params, other: Params): boolean {
  return ["provider", "api_base", "api_url"].every((key) => one[key] === other[key]);
}

function forEngine(
  provider: ProxyProvider,
  { workerType }: EngineModel,
  params: Params,
  env: NodeJS.ProcessEnv,
): Params {
  const { api_base: base, api_url: url, api_type: type, ...rest } = params;
  if (isGiven(type) && type !== "open_ai" && type !== "openai") {
    throw new InvalidInputError(`The api_type ${JSON.stringify(type)} is not served: only OpenAI's own protocol is.`);
  }
  const { apiBase, apiBaseVariable, path = "", rerankUrl } = provider;
  const server = path === "" ? base : isGiven(base) ? base : url;
  const named = (isGiven(server) ? String(server) : env[apiBaseVariable] || apiBase).replace(/\/+$/, "");
  const whole = path !== "" ? undefined : isGiven(url) ? url : workerType === "reranker" ? rerankUrl : undefined;
  return {
    ...rest,
    api_base: named.endsWith(path) ? named : named + path,
    ...(whole !== undefined && { api_url: whole }),
  };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}
