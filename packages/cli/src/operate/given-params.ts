import { readFileSync } from "node:fs";
import { isSecretParameter, parameterType } from "@modelfleet/client/operator";
import type { ParameterDescription } from "@modelfleet/core";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { say } from "../terminal/talk.ts";
import type { ParameterOption } from "./parameter-options.ts";
import { readAs, typeNames } from "./parameter-value.ts";
import { didYouMean } from "./similar-names.ts";

export interface ParamsOptions {
  /** `name=value`, each. */
  param?: readonly string[];
  /** A file with a JSON object, or `-` for standard input. */
  paramsFile?: string;
}

/**
 * The parameters that were given: in a file, over them one by one, over them as options of their own.
 *
 * @param options everything that the command line has, by its names in camelCase
 * @throws CommandError for a value that is of a wrong type
 */
export function givenParams(
  options: ParamsOptions,
  known: readonly ParameterOption[],
  parameters: readonly ParameterDescription[],
): Record<string, unknown> {
  const values = options as Readonly<Record<string, unknown>>;
  const named = Object.fromEntries((options.param ?? []).map((text) => readAssignment(text, parameters)));
  const own = known.flatMap(({ parameter, option, key }) => {
    const value = values[key];
    return value === undefined ? [] : [[parameter.paramName, readGiven(value, parameter, `--${option.name}`)] as const];
  });
  const shown = new Set([...Object.keys(named), ...own.map(([name]) => name)]);
  for (const secret of parameters.filter(
    (parameter) => isSecretParameter(parameter) && shown.has(parameter.paramName),
  )) {
    say(
      `warning: other users of this machine can read ${secret.paramName} in its list of processes: use --params-file.`,
    );
  }
  const filed = options.paramsFile === undefined ? {} : readParamsFile(options.paramsFile, parameters);
  return { ...filed, ...named, ...Object.fromEntries(own) };
}

function readAssignment(text: string, parameters: readonly ParameterDescription[]): readonly [string, unknown] {
  const at = text.indexOf("=");
  if (at < 1) throw usage(`--param ${JSON.stringify(text)} must have the form name=value.`);
  const name = text.slice(0, at).replaceAll("-", "_");
  const value = text.slice(at + 1);
  const parameter = parameters.find(({ paramName }) => paramName === name);
  if (parameter) return [name, readGiven(value, parameter, `--param ${name}`)];
  checkName(name, parameters);
  // Nothing is known of it: what reads as JSON is that, all else is a text.
  const read = readAs("json", value);
  return [name, read === undefined ? value : read];
}

function readGiven(given: unknown, parameter: ParameterDescription, what: string): unknown {
  if (given === true) return true;
  if (Array.isArray(given)) return given.map((each) => readOne(String(each), parameter, what));
  const text = String(given);
  if (!parameter.isArray) return readOne(text, parameter, what);
  const list = readAs("json", text);
  return Array.isArray(list) ? list : text.split(",").map((each) => readOne(each, parameter, what));
}

function readOne(text: string, parameter: ParameterDescription, what: string): unknown {
  const problem = problemWith(text, parameter);
  if (problem)
    throw usage(`${what} ${isSecretParameter(parameter) ? "" : `${JSON.stringify(text)} `}is wrong: ${problem}.`);
  return readAs(parameterType(parameter), text);
}

/** What is wrong with a value, in the words of a person; nothing if it is fine. */
export function problemWith(text: string, parameter: ParameterDescription): string | undefined {
  const type = parameterType(parameter);
  const value = readAs(type, text);
  if (value === undefined) return `${parameter.paramName} is ${typeNames[type]}`;
  const { validValues: valid = [] } = parameter;
  if (valid.length === 0 || valid.includes(value)) return undefined;
  return `${parameter.paramName} is one of ${valid.map(String).join(", ")}`;
}

/** Where a worker does not say what a model takes, anything goes. */
function checkName(name: string, parameters: readonly ParameterDescription[]): void {
  const names = parameters.map(({ paramName }) => paramName);
  if (names.length === 0 || names.includes(name)) return;
  throw usage(`The model has no parameter ${name}.${didYouMean(name, names)} It takes: ${names.join(", ")}.`);
}

function readParamsFile(file: string, parameters: readonly ParameterDescription[]): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw usage(`--params-file ${file} cannot be read: ${(error as Error).message}.`);
  }
  const value = readAs("json", text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw usage(`--params-file ${file} must hold a JSON object of parameters by their names.`);
  }
  for (const [name, given] of Object.entries(value)) {
    checkName(name, parameters);
    const parameter = parameters.find(({ paramName }) => paramName === name);
    if (!parameter || typeof given === "object") continue;
    readOne(String(given), parameter, `${name} in ${file}`);
  }
  return value as Record<string, unknown>;
}

function usage(message: string): CommandError {
  return new CommandError(message, exitCodes.usage);
}
