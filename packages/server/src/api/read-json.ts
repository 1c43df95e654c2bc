import { ApiError } from "./api-error.ts";

/**
 * The rest of the body is left unread and not cancelled, which would break the connection in Node before the client
 * has its answer; the connection ends after it.
 */
function tooLarge(limit: number): ApiError {
  return new ApiError(413, `The body has more than ${limit} bytes, which is the limit of this server.`, {
    code: "request_too_large",
    headers: { connection: "close" },
  });
}

async function readBounded(body: ReadableStream<Uint8Array>, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > limit) throw tooLarge(limit);
    text += decoder.decode(value, { stream: true });
  }
}

/**
 * The JSON body of a request, an object. Another content type is refused: it is a slip with `curl`, or a page of
 * another origin that avoids the browser's question whether it may.
 *
 * @throws ApiError 400, 413, 415
 */
export async function readJson(request: Request, limit: number): Promise<Record<string, unknown>> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(contentType)) {
    const found = contentType ? "another one" : "none";
    throw new ApiError(415, `The content type must be application/json, and the request has ${found}.`, {
      code: "unsupported_content_type",
    });
  }
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  if (declared > limit) throw tooLarge(limit);
  // What declares its length is held to it by HTTP itself, and read in one go.
  const bounded = Number.isNaN(declared) && request.body;
  const text = bounded ? await readBounded(bounded, limit) : await request.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiError(400, "The body is not valid JSON.", { code: "invalid_json" });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ApiError(400, "The body must be a JSON object.", { code: "invalid_json" });
}
