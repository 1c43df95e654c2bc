import type { ParameterDescription } from "@modelfleet/core";

/** What a parameter's values are, whichever way its worker writes the type. */
export type ParameterType = "string" | "integer" | "number" | "boolean" | "json";

const types: Readonly<Record<string, ParameterType>> = {
  str: "string",
  string: "string",
  int: "integer",
  integer: "integer",
  float: "number",
  number: "number",
  bool: "boolean",
  boolean: "boolean",
};

/** The type of a parameter; `json` for whatever is neither text, number nor flag. */
export function parameterType({ paramType = "string", nestedFields }: ParameterDescription): ParameterType {
  if (nestedFields && Object.keys(nestedFields).length > 0) return "json";
  // `Optional[int]` and `<class 'int'>` are ways to write it, too.
  const [, inner] = /(?:^Optional\[|^<class ')(\w+)/.exec(paramType) ?? [];
  return types[(inner ?? paramType).toLowerCase()] ?? "json";
}

/**
 * Whether its values must not be seen while they are typed or shown: marked so by DB-GPT, as API keys are.
 *
 * Source: the tag `privacy` in DB-GPT's `core/interface/parameter.py`.
 */
export function isSecretParameter({ extMetadata }: ParameterDescription): boolean {
  return String(extMetadata?.tags ?? "")
    .split(",")
    .includes("privacy");
}
