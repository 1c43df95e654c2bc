/** A number that Python holds as a float: `1.0` where JavaScript writes `1`. */
export class PythonFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/**
 * JSON as Python writes it with `ensure_ascii=False`, because a reader that matches the known shape of a frame must
 * meet that shape, spaces included.
 *
 * @param spaced `json.dumps`'s default separators (frames); otherwise Starlette's compact ones (all other answers)
 */
export function pythonJson(value: unknown, spaced: boolean): string {
  const comma = spaced ? ", " : ",";
  const colon = spaced ? ": " : ":";
  const write = (item: unknown): string => {
    if (item === null || item === undefined) return "null";
    if (item instanceof PythonFloat) return Number.isInteger(item.value) ? `${item.value}.0` : String(item.value);
    if (typeof item !== "object") return JSON.stringify(item);
    if (Array.isArray(item)) return `[${item.map(write).join(comma)}]`;
    const fields = Object.entries(item).filter(([, field]) => field !== undefined);
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}${colon}${write(field)}`).join(comma)}}`;
  };
  return write(value);
}
