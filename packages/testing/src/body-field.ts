import type { ValidationFault } from "./validation-error.ts";

/** What pydantic expects of a field, as far as DB-GPT's request models use it. */
export type FieldKind =
  | "string"
  | "float"
  | "int"
  | "bool"
  | "dict"
  | "strings"
  | "ints"
  | "messages"
  | "stop"
  | readonly string[];

export interface Field {
  kind: FieldKind;
  required?: boolean;
  /** Whether an explicit null passes: pydantic refuses it for `x: float = None`. */
  nullable?: boolean;
}

type Loc = readonly (string | number)[];
type Fault = Omit<ValidationFault, "loc" | "input">;

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
const isNumeric = (value: unknown): boolean => typeof value === "string" && /^\s*-?\d+(\.\d+)?\s*$/u.test(value);

/** What pydantic says of a value that does not fit, by kind. */
const simple: Partial<Record<string, [(value: unknown) => boolean, Fault]>> = {
  string: [(value) => typeof value === "string", { type: "string_type", msg: "Input should be a valid string" }],
  float: [
    (value) => typeof value === "number" || isNumeric(value),
    { type: "float_type", msg: "Input should be a valid number" },
  ],
  int: [
    (value) => Number.isInteger(value) || (isNumeric(value) && Number.isInteger(Number(value))),
    { type: "int_type", msg: "Input should be a valid integer" },
  ],
  bool: [
    (value) => typeof value === "boolean" || value === 0 || value === 1 || value === "true" || value === "false",
    { type: "bool_type", msg: "Input should be a valid boolean" },
  ],
  dict: [isObject, { type: "dict_type", msg: "Input should be a valid dictionary" }],
};

const listFault: Fault = { type: "list_type", msg: "Input should be a valid list" };

function checkList(value: unknown, kind: string, loc: Loc): ValidationFault[] {
  if (!Array.isArray(value)) return [{ ...listFault, loc, input: value }];
  return value.flatMap((item, i) => checkValue(item, kind, [...loc, i]));
}

function checkMessages(value: unknown, loc: Loc): ValidationFault[] {
  if (!Array.isArray(value)) return [{ ...listFault, loc, input: value }];
  return value.flatMap((item, i) => {
    const fields: Record<string, Field> = {
      role: { kind: "string", required: true },
      content: { kind: Array.isArray(item?.content) ? "contents" : "string", required: true } as Field,
      round_index: { kind: "int", nullable: true },
    };
    return checkFields(item, fields, [...loc, i]);
  });
}

export function checkValue(value: unknown, kind: FieldKind | string, loc: Loc): ValidationFault[] {
  if (typeof kind !== "string") {
    if ((kind as readonly unknown[]).includes(value)) return [];
    const names = kind.map((name) => `'${name}'`);
    const expected = `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
    return [{ type: "enum", loc, msg: `Input should be ${expected}`, input: value, ctx: { expected } }];
  }
  if (kind === "strings") return checkList(value, "string", loc);
  if (kind === "ints") return checkList(value, "int", loc);
  if (kind === "messages") return checkMessages(value, loc);
  if (kind === "stop") {
    return typeof value === "string"
      ? []
      : [
          ...(Array.isArray(value) ? [] : checkValue(value, "string", [...loc, "str"])),
          ...checkList(value, "string", [...loc, "list[str]"]),
        ];
  }
  const [fits, fault] = simple[kind] ?? [];
  return fits && fault && !fits(value) ? [{ ...fault, loc, input: value }] : [];
}

export function checkFields(body: unknown, fields: Readonly<Record<string, Field>>, loc: Loc): ValidationFault[] {
  if (!isObject(body)) {
    const msg = "Input should be a valid dictionary or object to extract fields from";
    return [{ type: "model_attributes_type", loc, msg, input: body }];
  }
  const given = body as Record<string, unknown>;
  return Object.entries(fields).flatMap(([name, { kind, required, nullable }]) => {
    const value = given[name];
    if (value === undefined) {
      return required ? [{ type: "missing", loc: [...loc, name], msg: "Field required", input: body }] : [];
    }
    return value === null && nullable ? [] : checkValue(value, kind, [...loc, name]);
  });
}
