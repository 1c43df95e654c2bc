import type { GlobalOptions } from "../global-options.ts";

/** One word of a shell's command line, in quotes where it needs them. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line to be typed, for the same cluster. Options without a value are left out. */
export function shellCommand(
  words: readonly string[],
  options: readonly (readonly [name: string, value: string | number | undefined])[],
  { address }: GlobalOptions,
): string {
  const given = [...options, ["address", address] as const].flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, shellWord(String(value))],
  );
  return ["modelfleet", ...words, ...given].join(" ");
}
