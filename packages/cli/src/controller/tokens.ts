import { readFileSync } from "node:fs";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";

/** What the value of a header may not have in it. */
const notInHeaders = /[^\t\x20-\x7e\x80-\xff]/;

/**
 * The tokens of `MODELFLEET_TOKEN` and of a file, separated by commas or lines; lines that begin with `#` say something
 * else. Servers take each of them, so that a new one can be brought in before the old one goes; clients send the first.
 * Not from an option: the list of processes shows those to everyone on the machine.
 *
 * @param path of the file; that of `MODELFLEET_TOKEN_FILE` by default
 * @throws CommandError for a file that cannot be read, or has none, and for a token that no header can carry
 */
export function readTokens(path: string | undefined = process.env.MODELFLEET_TOKEN_FILE): string[] {
  const given = split(process.env.MODELFLEET_TOKEN ?? "");
  const tokens = path ? [...new Set([...given, ...fromFile(path)])] : given;
  if (tokens.some((token) => notInHeaders.test(token))) {
    throw new CommandError(
      `A token of ${path ? `MODELFLEET_TOKEN or ${path}` : "MODELFLEET_TOKEN"} has characters that HTTP cannot carry: use letters, digits and signs of ASCII.`,
      exitCodes.usage,
    );
  }
  return tokens;
}

/** What commands send. @throws CommandError as `readTokens` */
export function ownToken(): string | undefined {
  return readTokens()[0];
}

function fromFile(path: string): string[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CommandError(`The file of tokens cannot be read: ${path} (${code})`, exitCodes.failed);
  }
  const tokens = split(text);
  if (tokens.length > 0) return tokens;
  throw new CommandError(`There are no tokens in ${path}: give one on each line.`, exitCodes.failed);
}

function split(text: string): string[] {
  return text
    .split(/\r?\n/)
    .filter((line) => !line.trimStart().startsWith("#"))
    .flatMap((line) => line.split(","))
    .map((token) => token.trim())
    .filter((token) => token !== "");
}
