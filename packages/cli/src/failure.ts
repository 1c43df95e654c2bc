import { ModelfleetError, type ModelfleetErrorCode } from "@modelfleet/core";
import { type ExitCode, exitCodes } from "./exit-codes.ts";

const codes: Partial<Record<ModelfleetErrorCode, ExitCode>> = {
  invalid_input: exitCodes.usage,
  connection_failed: exitCodes.unreachable,
  timeout: exitCodes.unreachable,
  controller_unavailable: exitCodes.unreachable,
  model_not_found: exitCodes.noModel,
  no_healthy_instance: exitCodes.noModel,
  generation_failed: exitCodes.modelError,
};

/** A command that failed for a reason of its own; the message is for the person who typed it. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exitCode;
  if (isAbort(error)) return exitCodes.interrupted;
  return ModelfleetError.isInstance(error) ? (codes[error.code] ?? exitCodes.failed) : exitCodes.failed;
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** What to tell a person. A fault of ours shows its stack, since it is to be reported. */
export function describeError(error: unknown): string {
  if (error instanceof CommandError) return error.message;
  if (ModelfleetError.isInstance(error)) return `${error.message}${whereTokensComeFrom(error)}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What refuses callers says only that the token is to be checked. */
function whereTokensComeFrom(error: ModelfleetError & { status?: unknown }): string {
  if (error.status !== 401 && error.status !== 403) return "";
  const { MODELFLEET_TOKEN, MODELFLEET_TOKEN_FILE } = process.env;
  return `: it is that of MODELFLEET_TOKEN${MODELFLEET_TOKEN || MODELFLEET_TOKEN_FILE ? "" : ", which is not set"}.`;
}
