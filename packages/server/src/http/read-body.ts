import * as v from "valibot";
import { detailAnswer } from "./json-answer.ts";
import { faultsOf, missing, UnprocessableRequest } from "./unprocessable.ts";

/** A request whose body is above the limit; answered with 413. */
export class BodyTooLarge extends Error {
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    super("The body is too large.");
    this.#maxBytes = maxBytes;
  }

  toResponse(): Response {
    return detailAnswer(`The body is larger than ${this.#maxBytes} bytes.`, 413, { connection: "close" });
  }
}

/**
 * The body of a request by its schema.
 *
 * @throws BodyTooLarge, UnprocessableRequest
 */
export async function readBody<T>(request: Request, schema: v.GenericSchema<unknown, T>, maxBytes: number): Promise<T> {
  const text = await readText(request, maxBytes);
  if (text === "") throw new UnprocessableRequest([missing("body")]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UnprocessableRequest([{ type: "json_invalid", loc: ["body"], msg: "JSON decode error" }]);
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new UnprocessableRequest(faultsOf(result.issues, "body"));
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  if (declared > maxBytes) throw new BodyTooLarge(maxBytes);
  // HTTP holds the client to the length that it declared, so there is nothing to count.
  if (declared >= 0) return request.text();
  const reader = request.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw new BodyTooLarge(maxBytes);
    }
    text += decoder.decode(value, { stream: true });
  }
}
