import { createReadStream } from "node:fs";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";

/** More than any model takes; without a limit, a file without line breaks would fill the memory. */
const maxLength = 4 * 1024 * 1024;

/** Where the texts of a command come from. */
export interface TextSource {
  /** Those on the command line; they win. */
  texts?: readonly string[] | undefined;
  /** A text on each line; `-` for standard input. */
  file?: string | undefined;
}

/**
 * The texts of a command, lines of a file or a pipe as they come; empty lines are none.
 *
 * @throws CommandError where there is nothing to read
 */
export async function* inputTexts(
  { texts = [], file }: TextSource,
  what: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  if (texts.length > 0) {
    yield* texts;
    return;
  }
  if (file === undefined && process.stdin.isTTY) {
    throw new CommandError(`No ${what}: give them as arguments, or through a pipe.`, exitCodes.usage);
  }
  const input = file === undefined || file === "-" ? process.stdin : createReadStream(file);
  const leave = (): void => void input.destroy();
  signal.addEventListener("abort", leave, { once: true });
  try {
    signal.throwIfAborted();
    yield* linesOf(input.setEncoding("utf8") as AsyncIterable<string>);
  } catch (error) {
    signal.throwIfAborted();
    throw unreadable(error, file);
  } finally {
    signal.removeEventListener("abort", leave);
  }
  // A pipe that was broken off looks like one that ended.
  signal.throwIfAborted();
}

/** Not by `readline`, whose iterator does not tell of a file that cannot be read. */
async function* linesOf(input: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of input) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() as string;
    if (rest.length > maxLength)
      throw new CommandError(`A line is longer than ${maxLength} characters.`, exitCodes.usage);
    yield* lines.filter(isText).map(withoutReturn);
  }
  if (isText(rest)) yield withoutReturn(rest);
}

/** Windows ends lines with one. */
const withoutReturn = (line: string): string => line.replace(/\r$/, "");
const isText = (line: string): boolean => line.trim() !== "";

/** Several at a time, as a request takes them. */
export async function* batches(texts: AsyncIterable<string>, size: number): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const text of texts) {
    batch.push(text);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function unreadable(error: unknown, file: string | undefined): unknown {
  if (file === undefined || !(error instanceof Error) || !("code" in error)) return error;
  return new CommandError(`${file} cannot be read: ${error.message}.`, exitCodes.usage);
}
