import { ModelfleetError } from "./modelfleet-error.ts";

/** The answer is of a type that cannot be right, such as the HTML page of a proxy or of another server. */
export class UnexpectedContentTypeError extends ModelfleetError {
  override readonly name = "UnexpectedContentTypeError";
  readonly contentType: string;

  constructor(message: string, contentType: string, options?: ErrorOptions) {
    super("unexpected_content_type", message, options);
    this.contentType = contentType;
  }
}
