import type { ParameterDescription } from "@modelfleet/core";
import { isOwn } from "./parameter-options.ts";
import { Prompts } from "./prompts.ts";

/** What is required, and what the person wants to set beyond it. */
export async function askParams(
  parameters: readonly ParameterDescription[],
  given: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  { all }: { all: boolean },
): Promise<Record<string, unknown>> {
  const prompts = new Prompts(signal);
  const open = parameters.filter((parameter) => given[parameter.paramName] === undefined && !isOwn(parameter));
  const required = open.filter((parameter) => parameter.required && parameter.defaultValue === undefined);
  const others = open.filter((parameter) => !required.includes(parameter));
  const chosen =
    all && others.length > 0
      ? await prompts.some(
          "Which parameters to set? Space chooses, Enter goes on; the others stay as they are.",
          others.map((value) => ({ value, label: value.paramName, hint: value.description ?? "" })),
        )
      : [];
  const params: Record<string, unknown> = {};
  for (const parameter of [...required, ...chosen]) {
    const value = await prompts.value(parameter);
    if (value !== undefined) params[parameter.paramName] = value;
  }
  return params;
}
