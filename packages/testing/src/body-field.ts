import type { ValidationFault } from "./validation-error.ts";

/** What pydantic expects of a field, as far as DB-GPT's request models use it; a list is an enumeration. */
export type FieldKind =
  | "string"
  | "float"
  | "int"
  | "bool"
  | "dict"
  | "strings"
  | "ints"
  | "messages"
  | "media-messages"
  | "stop"
  | readonly string[];

export interface Field {
  kind: FieldKind;
  required?: boolean;
  /** Whether an explicit null passes: pydantic refuses it for `x: float = None`. */
  nullable?: boolean;
}

type Loc = readonly (string | number)[];
type Check = (value: unknown, loc: Loc) => ValidationFault[];
type Scalar = Extract<FieldKind, "string" | "float" | "int" | "bool" | "dict">;

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
const numeric = /^\s*[+-]?\d+(\.\d+)?\s*$/u;
const isNumeric = (value: unknown): boolean => typeof value === "string" && numeric.test(value);

/** Pydantic is lax with numbers and booleans in strings, and strict with null. */
const scalars: Record<Scalar, { fits: (value: unknown) => boolean; name: string; unparsed?: string }> = {
  string: { fits: (value) => typeof value === "string", name: "string" },
  float: {
    fits: (value) => typeof value === "number" || isNumeric(value),
    name: "number",
    unparsed: ", unable to parse string as a number",
  },
  int: {
    fits: (value) => (typeof value === "number" || isNumeric(value)) && Number.isInteger(Number(value)),
    name: "integer",
    unparsed: ", unable to parse string as an integer",
  },
  bool: {
    fits: (value) => [true, false, 0, 1, "true", "false"].includes(value as never),
    name: "boolean",
    unparsed: ", unable to interpret input",
  },
  dict: { fits: isObject, name: "dictionary" },
};

function scalar(kind: Scalar): Check {
  const { fits, name, unparsed } = scalars[kind];
  return (value, loc) => {
    if (fits(value)) return [];
    const text = typeof value === "string" ? unparsed : undefined;
    const msg = `Input should be a valid ${name}${text ?? ""}`;
    return [{ type: `${kind}_${text ? "parsing" : "type"}`, loc, msg, input: value }];
  };
}

function choice(type: "enum" | "literal_error", names: readonly string[]): Check {
  const quoted = names.map((name) => `'${name}'`);
  const expected = `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
  return (value, loc) =>
    names.includes(value as string)
      ? []
      : [{ type, loc, msg: `Input should be ${expected}`, input: value, ctx: { expected } }];
}

function list(item: Check): Check {
  return (value, loc) =>
    Array.isArray(value)
      ? value.flatMap((entry, i) => item(entry, [...loc, i]))
      : [{ type: "list_type", loc, msg: "Input should be a valid list", input: value }];
}

/** Either of two: where neither fits, pydantic says what is wrong with each. */
function union(branches: Readonly<Record<string, Check>>): Check {
  return (value, loc) => {
    const faults = Object.entries(branches).map(([name, check]) => check(value, [...loc, name]));
    return faults.some((found) => found.length === 0) ? [] : faults.flat();
  };
}

type Entry = readonly [name: string, check: Check, presence: "required" | "optional" | "nullable"];

function record(...entries: readonly Entry[]): Check {
  return (value, loc) => {
    if (!isObject(value)) {
      const msg = "Input should be a valid dictionary or object to extract fields from";
      return [{ type: "model_attributes_type", loc, msg, input: value }];
    }
    return entries.flatMap(([name, check, presence]) => {
      const field = (value as Record<string, unknown>)[name];
      const at = [...loc, name];
      if (field === undefined) {
        return presence === "required" ? [{ type: "missing", loc: at, msg: "Field required", input: value }] : [];
      }
      return field === null && presence === "nullable" ? [] : check(field, at);
    });
  };
}

/** In a message the format is one of four words; `url@image/png`, which answers may carry, is refused. */
const media = record(
  [
    "object",
    record(
      ["data", scalar("string"), "required"],
      ["format", choice("literal_error", ["text", "url", "base64", "binary"]), "optional"],
    ),
    "required",
  ],
  ["type", choice("literal_error", ["text", "thinking", "image", "audio", "video"]), "optional"],
);

function message(content: Check): Check {
  return record(
    ["role", scalar("string"), "required"],
    ["content", content, "required"],
    ["round_index", scalar("int"), "nullable"],
  );
}

const lists: Record<Exclude<FieldKind, Scalar | readonly string[]>, Check> = {
  strings: list(scalar("string")),
  ints: list(scalar("int")),
  messages: list(message(scalar("string"))),
  "media-messages": list(message(union({ str: scalar("string"), "list[MediaContent]": list(media) }))),
  stop: union({ str: scalar("string"), "list[str]": list(scalar("string")) }),
};

function checkOf(kind: FieldKind): Check {
  if (typeof kind !== "string") return choice("enum", kind);
  return kind in scalars ? scalar(kind as Scalar) : lists[kind as keyof typeof lists];
}

/** What pydantic finds wrong with a body. */
export function checkFields(body: unknown, fields: Readonly<Record<string, Field>>): ValidationFault[] {
  const entries = Object.entries(fields).map(
    ([name, { kind, required, nullable }]): Entry => [
      name,
      checkOf(kind),
      required ? "required" : nullable ? "nullable" : "optional",
    ],
  );
  return record(...entries)(body, ["body"]);
}
