import { jsonMakerOf } from "./plain-answer.ts";

const jsonType = { "content-type": "application/json" };

/** By the response, so that one that was wrapped in another is read the usual way. */
const texts = new WeakMap<Response, string>();

/** An answer of compact JSON in UTF-8. */
export function jsonAnswer(value: unknown, status = 200, headers?: Readonly<Record<string, string>>): Response {
  const text = JSON.stringify(value);
  const response = new Response(text, { status, headers: headers ? { ...jsonType, ...headers } : jsonType });
  texts.set(response, text);
  return response;
}

/** An answer of compact JSON to a request, in the form that its server writes with the least work. */
export function jsonFor(request: Request, value: unknown): Response {
  const make = jsonMakerOf(request);
  return make ? make(JSON.stringify(value)) : jsonAnswer(value);
}

/** The body of an answer of `jsonAnswer`, for a server that can write it without going through its stream. */
export function textOf(response: Response): string | undefined {
  return response.bodyUsed ? undefined : texts.get(response);
}

/** An error in FastAPI's form, which Python clients print and ours reads. */
export function detailAnswer(detail: string, status: number, headers?: Readonly<Record<string, string>>): Response {
  return jsonAnswer({ detail }, status, headers);
}
