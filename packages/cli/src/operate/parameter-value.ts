import type { ParameterType } from "@modelfleet/client/operator";

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
