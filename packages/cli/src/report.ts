import { ModelNotFoundError, splitWorkerKey } from "@modelfleet/core";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { describeError, exitCodeOf, isAbort } from "./failure.ts";
import { noSuchModel } from "./operate/no-such-model.ts";
import { sayError } from "./terminal/talk.ts";

/** Tells a person what went wrong, and the shell. */
export function report(error: unknown): ExitCode {
  if (isCommanderError(error)) {
    // Commander has said what there is to say. It gives 0 for help that was asked for and 1 for all else.
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
  if (!isAbort(error)) sayError(describe(error));
  return exitCodeOf(error);
}

/** As commands say it that look for the model before they ask it something. */
function describe(error: unknown): string {
  if (!(error instanceof ModelNotFoundError)) return describeError(error);
  const { modelName, workerType } = splitWorkerKey(error.workerKey);
  const all = error.knownModels.map((known) => ({ modelName: known, workerType }));
  return noSuchModel({ modelName, workerType, address: "the controller", all });
}

/** By its code and not by its class, so that commander need not be loaded to ask. */
function isCommanderError(error: unknown): error is { exitCode: number } {
  return error instanceof Error && String((error as { code?: unknown }).code).startsWith("commander.");
}
