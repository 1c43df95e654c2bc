import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { describeError, exitCodeOf, isAbort } from "./failure.ts";
import { sayError } from "./terminal/talk.ts";

/** Tells a person what went wrong, and the shell. */
export function report(error: unknown): ExitCode {
  if (isCommanderError(error)) {
    // Commander has said what there is to say. It gives 0 for help that was asked for and 1 for all else.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  if (!isAbort(error)) sayError(describeError(error));
  return exitCodeOf(error);
}

/** By its code and not by its class, so that commander need not be loaded to ask. */
function isCommanderError(error: unknown): error is { exitCode: number } {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith("commander.");
}
