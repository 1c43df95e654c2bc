import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { sayAside } from "../terminal/talk.ts";

/** More than any model takes: a million tokens are about as many bytes as this. */
const maxBytes = 4 * 1024 * 1024;

/** How long a pipe may be silent before it is said that it is waited for, in milliseconds. */
const silentMs = 2_000;

/** All of what is piped in, if anything is. @throws CommandError where it is too much, or no text */
export async function readStdin(signal: AbortSignal): Promise<string | undefined> {
  const { stdin } = process;
  if (stdin.isTTY) return undefined;
  const leave = (): void => void stdin.destroy();
  signal.addEventListener("abort", leave, { once: true });
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Programs that start others often leave them a pipe that nobody will ever write to.
  const hint = setTimeout(() => sayAside("Waiting for standard input. Leave it out with: < /dev/null"), silentMs);
  try {
    for await (const chunk of stdin as AsyncIterable<Buffer>) {
      clearTimeout(hint);
      size += chunk.length;
      if (size > maxBytes) {
        throw new CommandError(
          `Standard input is more than ${maxBytes / 1024 / 1024} MiB, which no model takes. Send a part of it.`,
          exitCodes.usage,
        );
      }
      chunks.push(chunk);
    }
  } catch (error) {
    // What was read on is gone then, and that is no news.
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(hint);
    signal.removeEventListener("abort", leave);
  }
  signal.throwIfAborted();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new CommandError("Standard input is no text in UTF-8.", exitCodes.usage);
  }
}

/** A question and what was piped in, which it is about. @throws CommandError where there is neither */
export async function readQuestion(words: readonly string[], signal: AbortSignal): Promise<string> {
  const given = words.join(" ").trim();
  const piped = (await readStdin(signal))?.trim() ?? "";
  if (given === "" && piped === "") {
    throw new CommandError("Ask something: give a question, or pipe a text in, or both.", exitCodes.usage);
  }
  return [given, piped].filter((part) => part !== "").join("\n\n");
}
