import { isSecretParameter, parameterType } from "@modelfleet/client/operator";
import type { ParameterDescription } from "@modelfleet/core";
import { camelCase } from "../argv.ts";
import type { OptionSpec } from "../command-spec.ts";
import { stripToLine } from "../terminal/control-stripper.ts";

/** A parameter of a model as an option of the command line. */
export interface ParameterOption {
  parameter: ParameterDescription;
  option: OptionSpec;
  /** Under which a command gets it. */
  key: string;
}

/** What the command says by itself: the model's name, where it comes from, and what DB-GPT marks as fixed. */
const ownNames: ReadonlySet<string> = new Set(["name", "model_name", "provider", "worker_type", "model_path"]);

export function isOwn({ paramName, extMetadata }: ParameterDescription): boolean {
  return ownNames.has(paramName) || extMetadata?.tags === "fixed";
}

/** @param taken the options that the command has anyway; parameters of these names can be given by `--param` */
export function parameterOptions(
  parameters: readonly ParameterDescription[],
  taken: readonly OptionSpec[],
): ParameterOption[] {
  const names = new Set([...taken.map(({ name }) => name), "help", "version"]);
  return parameters.flatMap((parameter) => {
    const name = parameter.paramName.replaceAll("_", "-");
    if (isOwn(parameter) || names.has(name) || !/^(?!no-)[a-z][\w-]*$/i.test(name)) return [];
    names.add(name);
    return [{ parameter, option: optionOf(name, parameter), key: camelCase(name) }];
  });
}

function optionOf(name: string, parameter: ParameterDescription): OptionSpec {
  const { isArray, validValues } = parameter;
  const type = parameterType(parameter);
  return {
    name,
    value: type,
    description:
      describeParameter(parameter) + (isSecretParameter(parameter) ? " Secret: rather by --params-file." : ""),
    ...(type === "boolean" && { valueOptional: true }),
    ...(isArray && { multiple: true }),
    ...(validValues && validValues.length > 0 && { choices: validValues.map(valueText) }),
  };
}

/** Its description on one line, with what else one must know. */
export function describeParameter(parameter: ParameterDescription): string {
  const { description = "", label = "", required, isArray, paramName } = parameter;
  const facts = [
    ...(required && parameter.defaultValue === undefined ? ["required"] : []),
    ...(parameter.defaultValue === undefined ? [] : [`default: ${valueText(parameter.defaultValue)}`]),
    ...(isArray ? ["may be given several times"] : []),
  ];
  const text = stripToLine(description || label || paramName.replaceAll("_", " ")).trim();
  return facts.length > 0 ? `${text} (${facts.join("; ")})` : text;
}

export function valueText(value: unknown): string {
  return stripToLine(typeof value === "string" ? value : JSON.stringify(value));
}
