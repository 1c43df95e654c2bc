/** A request that is refused before its body is understood; each app words its refusal in its own form. */
export class BodyRefused extends Error {
  readonly status: 413 | 415;

  constructor(status: 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * The JSON text of a request, up to `maxBytes`. Another content type, or none, is refused: it is a slip with `curl`, or a
 * page of another origin that avoids the browser's question whether it may.
 *
 * A body that is too large is left unread and not cancelled, which would break the connection in Node before the client
 * has its answer; who answers ends the connection after it.
 *
 * @throws BodyRefused
 */
export async function readJsonText(request: Request, maxBytes: number): Promise<string> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(contentType)) {
    const found = contentType ? "another one" : "none";
    throw new BodyRefused(415, `The content type must be application/json, and the request has ${found}.`);
  }
  const declared = Number(request.headers.get("content-length") ?? Number.NaN);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  // What declares its length is held to it by HTTP itself, and read in one go.
  const bounded = Number.isNaN(declared) && request.body;
  return bounded ? readBounded(bounded, maxBytes) : request.text();
}

async function readBounded(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    text += decoder.decode(value, { stream: true });
  }
}

function tooLarge(maxBytes: number): BodyRefused {
  return new BodyRefused(413, `The body has more than ${maxBytes} bytes, which is the limit of this server.`);
}
