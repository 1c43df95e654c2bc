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

export function parameterType({ paramType = "string", nestedFields }: ParameterDescription): ParameterType {
  if (nestedFields && Object.keys(nestedFields).length > 0) return "json";
  // `Optional[int]` and `<class 'int'>` are ways to write it, too.
  const [, inner] = /(?:^Optional\[|^<class ')(\w+)/.exec(paramType) ?? [];
  return types[(inner ?? paramType).toLowerCase()] ?? "json";
}

const booleans: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, on: true, "1": true },
  ...{ false: false, no: false, off: false, "0": false },
};

/** The value that a text stands for; `undefined` if it is none of that type. */
export function readAs(type: ParameterType, text: string): unknown {
  switch (type) {
    case "string":
      return text;
    case "boolean":
      return booleans[text.toLowerCase()];
    case "integer":
      return /^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
    case "number":
      return text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined;
    case "json":
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return undefined;
      }
  }
}

export const typeNames: Readonly<Record<ParameterType, string>> = {
  string: "a text",
  integer: "an integer",
  number: "a number",
  boolean: "true or false",
  json: "JSON",
};

/** What must not be seen: marked so by DB-GPT. */
export function isSecret({ extMetadata }: ParameterDescription): boolean {
  return String(extMetadata?.tags ?? "")
    .split(",")
    .includes("privacy");
}
