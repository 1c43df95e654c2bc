import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { ConfigSection } from "./config-section.ts";
import type { TomlDocument } from "./parse-toml.ts";

type Table = Readonly<Record<string, unknown>>;

/** A configuration file as DB-GPT has them. Its sections are read when they are asked for, and others are not. */
export class ConfigFile {
  /** As it was given. */
  readonly path: string;
  readonly #document: TomlDocument;

  constructor(path: string, document: TomlDocument) {
    this.path = path;
    this.#document = document;
  }

  /** The table at `keys`; an empty one where there is none. */
  section(...keys: string[]): ConfigSection {
    let value: unknown = this.#document.values;
    for (const [depth, key] of keys.entries()) {
      value = (value as Table)[key] ?? {};
      if (!isTable(value)) throw this.#wrongShape(keys.slice(0, depth + 1), "a table");
    }
    return this.#section(`[${keys.join(".")}]`, value as Table, keys);
  }

  /** The tables of the list at `[[key]]` or `[[parent.key]]`; none where it is missing. */
  tables(...keys: string[]): ConfigSection[] {
    let value: unknown = this.#document.values;
    for (const [depth, key] of keys.entries()) {
      if (!isTable(value)) throw this.#wrongShape(keys.slice(0, depth), "a table");
      value = value[key] ?? (depth < keys.length - 1 ? {} : []);
    }
    if (!Array.isArray(value) || !value.every(isTable)) throw this.#wrongShape(keys, "a list of tables");
    return value.map((values, index) => this.#section(`[[${keys.join(".")}]]`, values, [...keys, index]));
  }

  /** What a path in the file means: relative ones begin where the file is. */
  resolve(path: string): string {
    return resolve(dirname(this.path), path);
  }

  #section(title: string, values: Table, keys: readonly (string | number)[]): ConfigSection {
    const place = (key?: string): string => this.#placeOf(key === undefined ? keys : [...keys, key]);
    return new ConfigSection(title, values, place);
  }

  /** The nearest thing around it whose line is known: what lies in inline tables has none. */
  #placeOf(keys: readonly (string | number)[]): string {
    for (let depth = keys.length; depth > 0; depth--) {
      const line = this.#document.lineOf(keys.slice(0, depth));
      if (line !== undefined) return `${this.path}:${line}`;
    }
    return this.path;
  }

  #wrongShape(keys: readonly string[], expected: string): CommandError {
    return new CommandError(`${this.#placeOf(keys)}: ${keys.join(".")} must be ${expected}.`, exitCodes.failed);
  }
}

/** @throws CommandError for a file that cannot be read, or is no TOML */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === "ENOENT" ? "There is no configuration file at" : "The configuration file cannot be read:";
    throw new CommandError(`${reason} ${path}${code === "ENOENT" ? "" : ` (${code})`}`, exitCodes.failed);
  }
  const { parseToml } = await import("./parse-toml.ts");
  return new ConfigFile(path, parseToml(text, path));
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
