import { CommanderError } from "commander";
import { kebabOptions } from "./argv.ts";
import { exitCodes } from "./exit-codes.ts";
import { createProgram } from "./program.ts";

/** Runs one command. Its exit code is left in `process.exitCode`, so that all output gets out first. */
export async function main(args: readonly string[]): Promise<void> {
  endQuietlyWithReader(process.stdout);
  endQuietlyWithReader(process.stderr);
  try {
    await createProgram().parseAsync(kebabOptions(args), { from: "user" });
  } catch (error) {
    process.exitCode = await report(error);
  }
}

async function report(error: unknown): Promise<number> {
  // Commander has said what there is to say. It gives 0 for help that was asked for and 1 for all else.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  // Here and not above: it needs the client, which help and usage errors do without.
  const { describeError, exitCodeOf, isAbort } = await import("./failure.ts");
  if (!isAbort(error)) {
    const { sayError } = await import("./terminal/talk.ts");
    sayError(describeError(error));
  }
  return exitCodeOf(error);
}

/** `modelfleet ... | head -1`: whoever read has seen enough, and that is no error. */
function endQuietlyWithReader(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}
