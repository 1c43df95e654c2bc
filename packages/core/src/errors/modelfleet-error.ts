/**
 * What went wrong, as a closed set that a program can switch over.
 *
 * - `invalid_input`: an option or argument of ours is wrong; nothing was sent.
 * - `connection_failed`: no connection, or it broke before or during the answer.
 * - `timeout`: connect, first-frame or idle time ran out.
 * - `http_status`: an answer with a status that is not 2xx.
 * - `unexpected_content_type`: an answer of a type that cannot be right, such as an HTML page.
 * - `invalid_response`: an answer or a frame that is not JSON, or not of the shape the wire prescribes.
 * - `frame_too_large`: a frame, or an answer that comes in deltas, above the limit.
 * - `truncated_stream`: a stream that ended inside a frame, or without one.
 * - `controller_unavailable`: none of the controllers answered.
 * - `model_not_found`: no instance of that model is registered.
 * - `no_healthy_instance`: instances are registered, but none is healthy and enabled.
 * - `instance_lost`: a restart stopped the model and could not start it again.
 * - `generation_failed`: the model itself reported an error.
 */
export type ModelfleetErrorCode =
  | "invalid_input"
  | "connection_failed"
  | "timeout"
  | "http_status"
  | "unexpected_content_type"
  | "invalid_response"
  | "frame_too_large"
  | "truncated_stream"
  | "controller_unavailable"
  | "model_not_found"
  | "no_healthy_instance"
  | "instance_lost"
  | "generation_failed";

/** The registered symbol survives two copies of this package in one program, which `instanceof` does not. */
const brand = Symbol.for("modelfleet.error");

/**
 * The base of every error that modelfleet throws. A caller's own abort is not one of them: it surfaces as the
 * signal's reason, as with `fetch`.
 *
 * Messages name what was tried (method and URL without its query), what came back and what to do. They carry no
 * prompts, answers or tokens.
 */
export class ModelfleetError extends Error {
  override readonly name: string = "ModelfleetError";
  readonly code: ModelfleetErrorCode;

  constructor(code: ModelfleetErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, brand, { value: true });
  }

  /** Whether `value` is an error of modelfleet (of this `code`, if given), from whichever copy of the package. */
  static isInstance(value: unknown, code?: ModelfleetErrorCode): value is ModelfleetError {
    return (
      typeof value === "object" &&
      value !== null &&
      (value as Record<symbol, unknown>)[brand] === true &&
      (code === undefined || (value as ModelfleetError).code === code)
    );
  }
}
