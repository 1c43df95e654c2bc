import type { OptionSpec } from "./command-spec.ts";

/** Options that every command takes, before or after its name. */
export const globalOptions: readonly OptionSpec[] = [
  {
    name: "address",
    value: "urls",
    description: "the controller, or several separated by commas (default: looked for on this machine)",
  },
  { name: "verbose", description: "say which controller was found, and how" },
  { name: "no-color", description: "no colour, even on a terminal" },
];

/** What commands get of them. */
export interface GlobalOptions {
  address?: string;
  verbose?: boolean;
}
