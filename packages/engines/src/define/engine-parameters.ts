import { checkInput, InvalidInputError, type ParameterDescription } from "@modelfleet/core";
import type * as v from "valibot";

/** One option of an engine as a parameter that a worker manager can offer. */
export interface EngineParameter<Options> {
  option: keyof Options & string;
  /** Its name on the wire and in configuration files, in snake_case; DB-GPT's own where it has one. */
  name: string;
  /** As DB-GPT 0.7 writes types. */
  type: "string" | "integer" | "float" | "boolean";
  description: string;
  required?: boolean;
  default?: unknown;
  values?: readonly unknown[];
}

/** Part of every deploy configuration of DB-GPT 0.7: meant for the worker manager, which may pass them on. */
const managersOwn = new Set([
  "name",
  "model_name",
  "provider",
  "verbose",
  "concurrency",
  "prompt_template",
  "worker_type",
  "reasoning_model",
]);

const kinds = { string: "string", integer: "number", float: "number", boolean: "boolean" } as const;

export function describeParameters<Options>(parameters: readonly EngineParameter<Options>[]): ParameterDescription[] {
  return parameters.map((parameter) => ({
    paramName: parameter.name,
    paramType: parameter.type,
    required: parameter.required ?? false,
    isArray: false,
    description: parameter.description,
    defaultValue: parameter.default,
    validValues: parameter.values,
  }));
}

/**
 * The options that an engine was made with, and over them the parameters that it is started with.
 *
 * @throws InvalidInputError for a parameter that is unknown or of a wrong type, and for options that are not valid
 */
export function mergeParameters<Options extends object>(
  engine: string,
  schema: v.GenericSchema<unknown, Options>,
  parameters: readonly EngineParameter<Options>[],
  options: Options,
  params: Readonly<Record<string, unknown>>,
): Options {
  const merged = { ...options } as Record<string, unknown>;
  for (const [name, value] of Object.entries(params)) {
    if (value === null || value === undefined) continue;
    const parameter = parameters.find((candidate) => candidate.name === name);
    if (!parameter) {
      if (managersOwn.has(name)) continue;
      const known = parameters.map((candidate) => candidate.name).join(", ");
      throw new InvalidInputError(
        `The engine ${engine} has no parameter ${JSON.stringify(name)}. It takes: ${known || "none"}.`,
      );
    }
    if (typeof value !== kinds[parameter.type]) {
      throw new InvalidInputError(
        `The parameter ${name} of the engine ${engine} is a ${typeof value}, but must be a ${kinds[parameter.type]}.`,
      );
    }
    merged[parameter.option] = value;
  }
  return checkInput(schema, merged, `The configuration of the engine ${engine}`);
}
