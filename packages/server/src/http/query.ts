import { missing, type RequestFault, UnprocessableRequest } from "./unprocessable.ts";

/** The query of a request, read as FastAPI reads it; faults are gathered, so that all are told at once. */
export class Query {
  readonly #values: Readonly<Record<string, string>>;
  readonly #faults: RequestFault[] = [];

  constructor(values: Readonly<Record<string, string>>) {
    this.#values = values;
  }

  /** A value that must be there. */
  required(name: string): string {
    const value = this.#values[name];
    if (value === undefined) this.#faults.push(missing("query", name));
    return value ?? "";
  }

  /** A value that may be left out. An empty one counts as left out: so Python's HTTP clients write `None`. */
  optional(name: string): string | undefined {
    return this.#values[name] || undefined;
  }

  /** False unless given; an empty one is false, which upstream's controllers refuse and its workers send. */
  flag(name: string): boolean {
    const value = this.optional(name)?.toLowerCase();
    if (value === undefined || /^(false|0|no|off|f|n)$/.test(value)) return false;
    if (/^(true|1|yes|on|t|y)$/.test(value)) return true;
    const msg = "Input should be a valid boolean, unable to interpret input";
    this.#faults.push({ type: "bool_parsing", loc: ["query", name], msg });
    return false;
  }

  /** A port, from 1 to 65535. */
  port(name: string): number {
    const text = this.required(name);
    const value = Number(text);
    if (text !== "" && (!Number.isInteger(value) || value < 1 || value > 65_535)) {
      this.#faults.push({ type: "int_parsing", loc: ["query", name], msg: "Input should be a port from 1 to 65535" });
    }
    return value;
  }

  /** @throws UnprocessableRequest if something was wrong */
  check(): void {
    if (this.#faults.length > 0) throw new UnprocessableRequest(this.#faults);
  }
}
