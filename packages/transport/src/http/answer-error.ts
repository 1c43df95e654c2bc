import { HttpStatusError, sentHeader, UnexpectedContentTypeError } from "@modelfleet/core";
import { isWebPage } from "./content-type.ts";
import type { BodyReader, ExchangeResponse } from "./exchange.ts";
import { readText } from "./read-text.ts";
import { serverMessage } from "./server-message.ts";

const maxBodyBytes = 64 * 1024;
/** An error is worth no more waiting for its words, in milliseconds. */
const bodyTimeMs = 2_000;

function adviceFor(status: number): string {
  if (status === 401 || status === 403) return ". Check the token";
  if (status === 404 || status === 405) return ". Check the address: nothing there answers this call";
  if (status === 429) return ". The server is at its limit: try again later";
  if (status >= 502 && status <= 504) return ". What stands behind this address is down or overloaded";
  return "";
}

/** `Retry-After` in milliseconds: seconds or a date. */
function retryAfterMs(value: string | undefined): number | undefined {
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(ms, 0) : undefined;
}

async function* piecesOf(body: BodyReader): AsyncGenerator<Uint8Array> {
  for (let piece = await body.read(); piece; piece = await body.read()) yield piece;
}

/**
 * The error for an answer that is not 2xx, whose body it reads, or for one that is a web page.
 *
 * @param secret what servers may echo and errors must not
 */
export async function answerError(
  what: string,
  response: ExchangeResponse,
  secret: string | undefined,
): Promise<HttpStatusError | UnexpectedContentTypeError> {
  const { status } = response;
  if (status >= 200 && status <= 299) {
    const type = response.header("content-type") ?? "";
    return new UnexpectedContentTypeError(
      `${what}: the answer is a web page (${type}). Check the address: this is another server, or a proxy in front`,
      type,
    );
  }
  const timer = setTimeout(() => response.body.cancel(), bodyTimeMs);
  const body = await readText(piecesOf(response.body), maxBodyBytes).catch(() => undefined);
  clearTimeout(timer);
  response.body.cancel();
  let said = body && serverMessage(body);
  if (said && secret && secret.length > 5) said = said.replaceAll(secret, "***");
  if (isWebPage(response)) said = "a web page, as of a proxy or of another server";
  const via = response.redirectedTo ? ` after a redirect to ${response.redirectedTo}` : "";
  // A gateway repeats what its worker said, which had the request under the same id.
  const id = response.header("x-request-id")?.slice(0, 128);
  if (id) said = said?.replaceAll(` (request ${id})`, "");
  return new HttpStatusError(
    `${what}: status ${status}${via}${said ? `: ${said.replace(/\.$/, "")}` : ""}${adviceFor(status)}`,
    {
      status,
      retryAfterMs: retryAfterMs(response.header("retry-after")),
      sent: response.header(sentHeader) === "0" ? 0 : undefined,
    },
  );
}
