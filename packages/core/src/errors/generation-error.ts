import { ModelfleetError } from "./modelfleet-error.ts";

/** The model, or the worker that runs it, reported an error in place of an answer. */
export class GenerationError extends ModelfleetError {
  override readonly name = "GenerationError";
  /** The worker's `error_code`, never 0. */
  readonly errorCode: number;
  /** What had been answered before the error, thinking excluded. */
  readonly partialText: string;

  constructor(message: string, details: { errorCode: number; partialText: string }) {
    super("generation_failed", message);
    this.errorCode = details.errorCode;
    this.partialText = details.partialText;
  }
}
