import { ModelfleetError } from "./modelfleet-error.ts";

/** A frame of a stream is above the limit. */
export class FrameTooLargeError extends ModelfleetError {
  override readonly name = "FrameTooLargeError";
  /** The limit, in bytes. */
  readonly limitBytes: number;

  constructor(message: string, limitBytes: number, options?: ErrorOptions) {
    super("frame_too_large", message, options);
    this.limitBytes = limitBytes;
  }
}
