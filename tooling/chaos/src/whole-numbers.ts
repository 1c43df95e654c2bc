import { parseArgs } from "node:util";

/**
 * The options of a command that are all whole numbers above 0, each with its default. Anything else ends the process
 * with status 2, and says what may be given.
 */
export function wholeNumbers<T extends Record<string, number>>(defaults: T): Record<keyof T, number> {
  const names = Object.keys(defaults);
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: "string" } as const]));
    const { values } = parseArgs({ options });
    const given = Object.entries({ ...defaults, ...values }).map(([name, value]) => [name, Number(value)] as const);
    const wrong = given.filter(([, value]) => !Number.isInteger(value) || value < 1);
    if (wrong.length > 0) throw new Error(`${wrong.map(([name]) => `--${name}`).join(", ")}: no whole number above 0.`);
    return Object.fromEntries(given) as Record<keyof T, number>;
  } catch (error) {
    const known = names.map((name) => `--${name} ${defaults[name]}`).join(", ");
    process.stderr.write(`${(error as Error).message}\nOptions and their defaults: ${known}\n`);
    process.exit(2);
  }
}
