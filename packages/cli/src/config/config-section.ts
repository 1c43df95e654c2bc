import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { interpolate, UnsetVariableError } from "./interpolate.ts";

/** A table of a configuration file, whose keys are read one by one, so that it is known which of them nobody reads. */
export class ConfigSection {
  /** As it stands in the file, such as `[[models.llms]]`. */
  readonly title: string;
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #place: (key?: string) => string;
  readonly #read = new Set<string>();

  /** @param place where the section or a key of it stands, as `FILE:LINE` */
  constructor(title: string, values: Readonly<Record<string, unknown>>, place: (key?: string) => string) {
    this.title = title;
    this.#values = values;
    this.#place = place;
  }

  /** Where it stands, as `FILE:LINE`. */
  get place(): string {
    return this.#place();
  }

  /** The keys that were not asked for. */
  get unread(): { key: string; place: string }[] {
    const keys = Object.keys(this.#values).filter((key) => !this.#read.has(key));
    return keys.map((key) => ({ key, place: this.#place(key) }));
  }

  has(key: string): boolean {
    return Object.hasOwn(this.#values, key);
  }

  /** A string, in which variables of the environment are filled in; `undefined` if it is missing or empty. */
  text(key: string): string | undefined {
    const value = this.#value(key);
    if (value === undefined || value === "") return undefined;
    if (typeof value !== "string") throw this.#wrong(key, `is ${kindOf(value)}, but must be a string`);
    return value;
  }

  /** A number, or digits in a string, which is what variables give. */
  number(key: string, { min = -Infinity, max = Infinity, whole = false } = {}): number | undefined {
    const value = this.#value(key);
    if (value === undefined || value === "") return undefined;
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    const fine = typeof number === "number" && number >= min && number <= max && (!whole || Number.isInteger(number));
    if (fine) return number;
    const range = max < Infinity ? ` from ${min} to ${max}` : min > -Infinity ? ` of at least ${min}` : "";
    throw this.#wrong(key, `must be a ${whole ? "whole " : ""}number${range}`);
  }

  /** `true` or `false`, also as a string. */
  flag(key: string): boolean | undefined {
    const value = this.#value(key);
    if (value === undefined || value === "") return undefined;
    const text = String(value).toLowerCase();
    if (text !== "true" && text !== "false") throw this.#wrong(key, "must be true or false");
    return text === "true";
  }

  /** One of `choices`. */
  choice<const T extends string>(key: string, choices: readonly T[]): T | undefined {
    const value = this.text(key);
    if (value === undefined) return undefined;
    if (choices.includes(value as T)) return value as T;
    throw this.#wrong(key, `must be one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`);
  }

  /** A list of strings, or one string with commas. */
  list(key: string): string[] {
    const value = this.#values[key];
    if (!Array.isArray(value)) return split(this.text(key) ?? "");
    this.#read.add(key);
    return value.flatMap((item: unknown) => {
      if (typeof item === "string") return split(this.#filledIn(key, item));
      throw this.#wrong(key, "must be a list of strings, or one string with commas");
    });
  }

  /** Anything, with the variables in its strings filled in. */
  any(key: string): unknown {
    return deeply(this.#value(key), (text) => this.#filledIn(key, text));
  }

  /** What is wrong with a key, for the person who wrote it. Values are never repeated: they may be secret. */
  error(key: string | undefined, reason: string, exitCode: ExitCode = exitCodes.failed): CommandError {
    const what = key === undefined ? this.title : `${key} in ${this.title}`;
    return new CommandError(`${this.#place(key)}: ${what} ${reason}`, exitCode);
  }

  #wrong(key: string, reason: string): CommandError {
    return this.error(key, `${reason}.`);
  }

  #value(key: string): unknown {
    this.#read.add(key);
    if (!this.has(key)) return undefined;
    const value = this.#values[key];
    return typeof value === "string" ? this.#filledIn(key, value) : value;
  }

  #filledIn(key: string, text: string): string {
    try {
      return interpolate(text, process.env);
    } catch (error) {
      if (!(error instanceof UnsetVariableError)) throw error;
      const { variable } = error;
      throw this.#wrong(
        key,
        `is the variable ${variable}, which is not set: set it, or write \${env:${variable}:-default}`,
      );
    }
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a table" : `a ${typeof value}`;
}

function split(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function deeply(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => deeply(item, change));
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, deeply(item, change)]));
}
