import { parameterType } from "@modelfleet/client/operator";
import type { ParameterDescription, SupportedModel } from "@modelfleet/core";

/** Names the model and where it comes from, which the form says elsewhere; DB-GPT marks others as fixed. */
const identity: ReadonlySet<string> = new Set(["name", "model_name", "provider", "worker_type", "model_path"]);

export const isSet = (value: unknown): boolean => value !== undefined && value !== null;

const isIdentity = ({ paramName, extMetadata }: ParameterDescription): boolean =>
  identity.has(paramName) || extMetadata?.tags === "fixed";

export const isRequired = ({ required, defaultValue }: ParameterDescription): boolean =>
  required && !isSet(defaultValue);

/** Those that a person may set, the required ones first. */
export function settable(parameters: readonly ParameterDescription[]): ParameterDescription[] {
  const own = parameters.filter((parameter) => !isIdentity(parameter));
  return [...own.filter(isRequired), ...own.filter((parameter) => !isRequired(parameter))];
}

export const valueText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

export type ValueProblem = "required" | "integer" | "number" | "json" | "choice";

/** What stands in a form, read. Empty fields are left to the worker. */
export interface ReadParameters {
  params: Record<string, unknown>;
  problems: Readonly<Record<string, ValueProblem>>;
}

export function readParameters(
  parameters: readonly ParameterDescription[],
  typed: Readonly<Record<string, string>>,
  { requireAll }: { requireAll: boolean },
): ReadParameters {
  const params: Record<string, unknown> = {};
  const problems: Record<string, ValueProblem> = {};
  for (const parameter of parameters) {
    const { paramName } = parameter;
    const text = typed[paramName] ?? "";
    if (text.trim() === "") {
      if (requireAll && isRequired(parameter)) problems[paramName] = "required";
      continue;
    }
    const read = readValue(parameter, text);
    if ("problem" in read) problems[paramName] = read.problem;
    else params[paramName] = read.value;
  }
  return { params, problems };
}

function readValue(parameter: ParameterDescription, text: string): { value: unknown } | { problem: ValueProblem } {
  const { validValues = [] } = parameter;
  const type = parameterType(parameter);
  if (parameter.isArray) {
    // One to a line, each as a value of its own.
    const read = text
      .split("\n")
      .filter((row) => row.trim() !== "")
      .map((row) => readValue({ ...parameter, isArray: false }, row));
    const wrong = read.find((entry) => "problem" in entry);
    return wrong ?? { value: read.map((entry) => ("value" in entry ? entry.value : undefined)) };
  }
  if (validValues.length > 0) {
    const found = validValues.find((value) => valueText(value) === text);
    return found === undefined ? { problem: "choice" } : { value: found };
  }
  const trimmed = text.trim();
  if (type === "string") return { value: text };
  if (type === "boolean") return { value: trimmed === "true" };
  if (type === "json") {
    try {
      return { value: JSON.parse(trimmed) as unknown };
    } catch {
      return { problem: "json" };
    }
  }
  const number = Number(trimmed);
  if (type === "integer" ? !Number.isSafeInteger(number) : !Number.isFinite(number)) return { problem: type };
  return { value: number };
}

/**
 * What a worker is told to start: what was set, and what the worker wants to be told besides. It shows that by the
 * parameters that it describes: up to 0.6 those of a command line (`model_name`), from 0.7 a deploy configuration
 * (`name`); a worker of ours knows its model.
 */
export function startParams(
  { model, workerType, provider, path, params }: SupportedModel,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = new Set(params.map(({ paramName }) => paramName));
  const identified = names.has("model_name")
    ? { model_name: model, worker_type: workerType, model_path: path }
    : names.has("name")
      ? { name: model, provider }
      : undefined;
  if (!identified) return { ...given };
  // Workers up to 0.6 do not fill in what they describe as required.
  const defaults = params
    .filter((parameter) => (parameter.required || isIdentity(parameter)) && isSet(parameter.defaultValue))
    .map(({ paramName, defaultValue }) => [paramName, defaultValue] as const);
  const set = Object.entries(identified).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(defaults), ...Object.fromEntries(set), ...given };
}
