import type { Fleet } from "@modelfleet/client";
import type { SupportedModel } from "@modelfleet/core";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { addressText, isAt } from "./model-target.ts";
import { didYouMean, listNames } from "./similar-names.ts";

/** A model that a worker process could start. */
export interface Startable {
  host: string;
  port: number;
  model: SupportedModel;
  /** Its name is the caller's own, which the worker does not know. */
  ownName?: boolean;
}

/** What was said of the model to start, as far as it was. */
export interface StartChoice {
  modelName: string;
  workerType?: string | undefined;
  host?: string | undefined;
  port?: number | undefined;
  provider?: string | undefined;
  modelPath?: string | undefined;
}

/** What the workers could start, at a host and port where these are given. */
export async function startables(
  fleet: Fleet,
  at: Pick<StartChoice, "host" | "port">,
  signal: AbortSignal,
): Promise<Startable[]> {
  const workers = await fleet.workers.supported({ signal });
  const matching = workers.filter((worker) => isAt(worker, at));
  if (workers.length > 0 && matching.length === 0) {
    const where = `${at.host ?? "any host"}:${at.port ?? "any port"}`;
    throw new CommandError(
      `No worker at ${where}. There are: ${workers.map(addressText).join(", ")}.`,
      exitCodes.noModel,
    );
  }
  return matching.flatMap(({ host, port, models }) => models.map((model) => ({ host, port, model })));
}

/**
 * Those that fit the choice; several are one model at several workers. A name that no worker knows will do where the
 * provider or the path is given: a worker then starts it under that name.
 *
 * @param severalProviders whether they may be of several providers, of which somebody is asked to choose
 * @throws CommandError where nothing fits, or one cannot know which is meant
 */
export function fitting(all: readonly Startable[], choice: StartChoice, severalProviders = false): Startable[] {
  const { modelName, workerType, provider, modelPath } = choice;
  const named = all.filter(
    ({ model }) => model.model === modelName && (workerType === undefined || model.workerType === workerType),
  );
  const found = named.filter(({ model }) => provider === undefined || model.provider === provider);
  if (found.length > 0) {
    const typed = withOneType(found, modelName);
    return severalProviders ? [...typed] : withOneProvider(typed, modelName);
  }
  if (provider === undefined && modelPath === undefined) throw unknown(all, choice);
  const type = workerType ?? "llm";
  // Models of one provider take the same parameters.
  const alike = all.filter(({ model }) => model.workerType === type && model.provider === provider);
  const hosts = new Map((alike.length > 0 ? alike : all).map((entry) => [addressText(entry), entry]));
  const base = { workerType: type, pathExist: true, proxy: false, enabled: true, provider, path: modelPath };
  return [...hosts.values()].map(({ host, port, model }) => ({
    host,
    port,
    model: { ...base, model: modelName, params: alike.length > 0 && provider !== undefined ? model.params : [] },
    ownName: true,
  }));
}

function withOneType(found: readonly Startable[], name: string): readonly Startable[] {
  const types = [...new Set(found.map(({ model }) => model.workerType))];
  if (types.length === 1) return found;
  if (types.includes("llm")) return found.filter(({ model }) => model.workerType === "llm");
  throw new CommandError(`${name} is there as ${types.join(" and ")}: add --model-type.`, exitCodes.usage);
}

function withOneProvider(found: readonly Startable[], name: string): Startable[] {
  const providers = providersOf(found);
  if (providers.length < 2) return [...found];
  throw new CommandError(
    `${name} is offered by several providers: add --provider with one of ${providers.join(", ")}.`,
    exitCodes.usage,
  );
}

export function providersOf(found: readonly Startable[]): string[] {
  return [...new Set(found.map(({ model }) => model.provider ?? ""))].sort();
}

function unknown(all: readonly Startable[], { modelName, workerType, provider }: StartChoice): CommandError {
  const elsewhere = all.find(({ model }) => model.model === modelName);
  if (elsewhere) {
    const { model } = elsewhere;
    const other =
      workerType !== undefined && model.workerType !== workerType
        ? `type ${model.workerType}`
        : `provider ${model.provider}, not ${provider}`;
    return new CommandError(`${modelName} is there with ${other}.`, exitCodes.noModel);
  }
  const names = all
    .filter(({ model }) => workerType === undefined || model.workerType === workerType)
    .map(({ model }) => model.model);
  const known = names.length > 0 ? `They know: ${listNames(names)}.` : "They know none.";
  return new CommandError(
    `The workers cannot start ${modelName}.${didYouMean(modelName, names)} ${known}\n` +
      "All of them: modelfleet model list --supported. A name of your own: add --provider.",
    exitCodes.noModel,
  );
}
