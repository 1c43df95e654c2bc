import { camelCase } from "../argv.ts";
import type { CommandSpec } from "../command-spec.ts";
import { globalOptions } from "../global-options.ts";
import type { OptionValue } from "../quick-parse.ts";

/** The words that would give a command these options again. */
export function commandLine({ path, options }: CommandSpec, given: Readonly<Record<string, OptionValue>>): string[] {
  const words = [...globalOptions, ...options].flatMap(({ name, value: takesValue }) => {
    const values = [given[camelCase(name)] ?? []].flat();
    if (takesValue !== undefined) return values.map((value) => (value === true ? `--${name}` : `--${name}=${value}`));
    return values.includes(true) ? [`--${name}`] : [];
  });
  return [...path, ...words];
}
