import type { ParameterDescription } from "@modelfleet/core";
import { isOwn } from "./parameter-options.ts";
import type { Startable } from "./startable.ts";

/** How a worker wants to be told what to start. */
type Form =
  /** Up to 0.6: the values of a command line. */
  | "command-line"
  /** From 0.7: a deploy configuration. */
  | "deploy-config"
  /** It knows the model and describes no parameters, as our own workers do: only what differs. */
  | "changes";

/** A worker shows its form by the names of the parameters that it describes. */
function formOf({ model, ownName }: Startable): Form {
  const names = new Set(model.params.map(({ paramName }) => paramName));
  if (names.has("model_name")) return "command-line";
  if (names.has("name")) return "deploy-config";
  if (!ownName) return "changes";
  return model.provider === undefined ? "command-line" : "deploy-config";
}

/** Models that have files call it `path`; with others, it goes by the name that `dbgpt` sends, and workers pass over it. */
function pathName({ model: { params } }: Startable): string {
  return params.length === 0 || params.some(({ paramName }) => paramName === "path") ? "path" : "model_path";
}

/** What the worker is told: what identifies the model, and what was given. */
export function startParams(
  startable: Startable,
  given: Readonly<Record<string, unknown>>,
  modelPath?: string,
): Record<string, unknown> {
  const { model } = startable;
  const form = formOf(startable);
  if (form === "changes") return modelPath === undefined ? { ...given } : { path: modelPath, ...given };
  // What must be there is named, even where the worker could know it: workers up to 0.6 do not fill it in.
  const defaults = model.params
    .filter((parameter) => parameter.required || isOwn(parameter))
    .filter(({ defaultValue }) => defaultValue !== undefined && defaultValue !== null)
    .map(({ paramName, defaultValue }) => [paramName, defaultValue] as const);
  const identity =
    form === "command-line"
      ? defined({ model_name: model.model, worker_type: model.workerType, model_path: modelPath ?? model.path })
      : defined({ name: model.model, provider: model.provider, [pathName(startable)]: modelPath });
  return { ...Object.fromEntries(defaults), ...identity, ...given };
}

/** Those that must be given, and are not. */
export function missingParams({ model }: Startable, params: Readonly<Record<string, unknown>>): ParameterDescription[] {
  return model.params.filter(({ required, paramName }) => required && params[paramName] === undefined);
}

function defined(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
