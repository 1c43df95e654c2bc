import { ModelNotFoundError, splitWorkerKey } from "@modelfleet/core";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { describeError, exitCodeOf, isAbort } from "./failure.ts";
import { didYouMean } from "./operate/similar-names.ts";
import { sayError } from "./terminal/talk.ts";

/** Tells a person what went wrong, and the shell. */
export function report(error: unknown): ExitCode {
  if (isCommanderError(error)) {
    // Commander has said what there is to say. It gives 0 for help that was asked for and 1 for all else.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  if (!isAbort(error)) sayError(describeError(error) + whatWasMeant(error));
  return exitCodeOf(error);
}

/** A model that is not there is often one that is, misspelt. */
function whatWasMeant(error: unknown): string {
  if (!(error instanceof ModelNotFoundError)) return "";
  return didYouMean(splitWorkerKey(error.workerKey).modelName, error.knownModels);
}

/** By its code and not by its class, so that commander need not be loaded to ask. */
function isCommanderError(error: unknown): error is { exitCode: number } {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith("commander.");
}
