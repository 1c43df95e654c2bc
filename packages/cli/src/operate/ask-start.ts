import { addressText } from "./model-target.ts";
import { Prompts } from "./prompts.ts";
import { providersOf, type Startable } from "./startable.ts";

/** Asks step by step for what a start needs: the model, who provides it, the worker. */
export async function askModel(all: readonly Startable[], signal: AbortSignal): Promise<Startable> {
  const prompts = new Prompts(signal);
  const usable = all.filter(({ model }) => model.enabled);
  const keys = [...new Map(usable.map(({ model }) => [`${model.model}@${model.workerType}`, model])).values()];
  keys.sort((a, b) => (a.model < b.model ? -1 : a.model > b.model ? 1 : 0));
  const model = await prompts.one(
    "Which model?",
    keys.map((value) => ({ value, label: value.model, hint: value.workerType })),
  );
  const named = usable.filter(
    (entry) => entry.model.model === model.model && entry.model.workerType === model.workerType,
  );
  const offered = await askProvider(named, signal);
  return prompts.one(
    "At which worker?",
    [...new Map(offered.map((value) => [addressText(value), value]))].map(([label, value]) => ({ value, label })),
  );
}

export async function askProvider(named: readonly Startable[], signal: AbortSignal): Promise<Startable[]> {
  const provider = await new Prompts(signal).one(
    "From which provider?",
    providersOf(named).map((value) => ({ value, label: value || "the worker itself" })),
  );
  return named.filter(({ model }) => (model.provider ?? "") === provider);
}
