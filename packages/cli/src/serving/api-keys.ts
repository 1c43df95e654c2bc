import { readFile } from "node:fs/promises";
import type { ApiKey } from "@modelfleet/server";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { say } from "../terminal/talk.ts";

export interface ApiKeyOptions {
  apiKeysFile?: string;
  /** As DB-GPT's own API server takes them. */
  apiKeys?: string;
}

/**
 * The keys of the API, from wherever they were given. `undefined` lets everyone on this machine in.
 *
 * @param configured those of the configuration
 * @throws CommandError for a file without keys, and for an option without any
 */
export async function readApiKeys(
  options: ApiKeyOptions,
  configured: readonly (string | ApiKey)[] = [],
): Promise<(string | ApiKey)[] | undefined> {
  const given = [process.env.MODELFLEET_API_KEYS, options.apiKeys].flatMap((list) => split(list ?? "", /,/));
  if (options.apiKeys !== undefined) warnOfVisibleKeys();
  const keys = [...given, ...(await fromFile(options.apiKeysFile))];
  // Those with a name say more than keys do, and are no others.
  if (keys.length > 0) return [...keys, ...configured.filter((key) => typeof key !== "string")];
  if (options.apiKeys !== undefined) throw new CommandError("There are no keys in --api-keys.", exitCodes.usage);
  return configured.length > 0 ? [...configured] : undefined;
}

/** Where the whole network could call without a key. */
export function keysNeeded(host: string): CommandError {
  return new CommandError(
    `With --host ${host} others on the network could use the models. Set MODELFLEET_API_KEYS to long random keys, ` +
      "separated by commas, or give --api-keys-file with a key on each line, or with --allow-from the addresses that need none.",
    exitCodes.usage,
  );
}

export function warnOfVisibleKeys(): void {
  say("--api-keys can be read by other users of this machine: set MODELFLEET_API_KEYS, or give --api-keys-file.");
}

async function fromFile(path: string | undefined): Promise<string[]> {
  if (path === undefined) return [];
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(`The file of API keys cannot be read: ${path} (${code})`, exitCodes.failed);
  }
  const keys = split(text, /\r?\n/).filter((line) => !line.startsWith("#"));
  if (keys.length > 0) return keys;
  throw new CommandError(`There are no API keys in ${path}: give one on each line.`, exitCodes.failed);
}

function split(text: string, separator: RegExp): string[] {
  return text
    .split(separator)
    .map((key) => key.trim())
    .filter((key) => key !== "");
}
