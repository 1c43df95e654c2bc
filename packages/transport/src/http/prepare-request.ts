import { InvalidInputError, spanHeader } from "@modelfleet/core";
import type { TransportRequest } from "../transport.ts";
import type { TransportOptions } from "../transport-options.ts";

/** A request with everything decided but its signal. */
export interface PreparedRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  repeatable: boolean;
  /** The credentials in it, so that no error repeats them. */
  secret: string | undefined;
}

/** Names a request in errors: method and URL without query, user and password. */
export function describeRequest(request: TransportRequest): string {
  if (!URL.canParse(request.url)) return `${request.method} (not a URL)`;
  const { origin, pathname } = new URL(request.url);
  return `${request.method} ${origin}${pathname}`;
}

/** Names it as the server's logs do, too, where its answer has begun and tells how. */
export function describeAnswered(what: string, answer: { header(name: string): string | undefined }): string {
  const id = answer.header("x-request-id");
  return id ? `${what} (request ${id.slice(0, 128)})` : what;
}

function addHeaders(to: Record<string, string>, from: object | undefined): void {
  for (const [name, value] of Object.entries(from ?? {})) {
    if (value === undefined) continue;
    // Checked here because runtimes quote the value in their errors, and it may be a token.
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || typeof value !== "string" || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new InvalidInputError(`header ${JSON.stringify(name)} has a name or a value that HTTP cannot carry`);
    }
    to[name.toLowerCase()] = value;
  }
}

/** The URL, user and password. */
function parseUrl(request: TransportRequest): [URL, string, string] {
  try {
    const url = new URL(request.url);
    if (url.protocol === "http:" || url.protocol === "https:") {
      return [url, decodeURIComponent(url.username), decodeURIComponent(url.password)];
    }
  } catch {
    // Told below.
  }
  throw new InvalidInputError(
    `${describeRequest(request)}: the address must be an absolute http or https URL, well escaped`,
  );
}

/** @param token of these options, at this moment @throws InvalidInputError */
export function prepareRequest(
  request: TransportRequest,
  options: TransportOptions,
  token: string | undefined,
): PreparedRequest {
  const [url, user, password] = parseUrl(request);
  const headers: Record<string, string> = { accept: "*/*" };
  if (user || password) {
    const userinfo = new TextEncoder().encode(`${user}:${password}`);
    headers.authorization = `Basic ${btoa(String.fromCharCode(...userinfo))}`;
    url.username = "";
    url.password = "";
  }
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.append(name, String(value));
  }
  const trace = options.trace?.();
  addHeaders(headers, options.headers);
  addHeaders(headers, {
    authorization: token ? `Bearer ${token}` : undefined,
    [spanHeader]: trace?.spanId,
    traceparent: trace?.traceparent,
    "content-type": request.body === undefined ? undefined : "application/json",
  });
  addHeaders(headers, request.headers);
  return {
    method: request.method,
    url: url.href,
    headers,
    body: request.body === undefined ? undefined : JSON.stringify(request.body),
    repeatable: request.repeatable ?? true,
    secret: headers.authorization?.replace(/^\w+ /, ""),
  };
}
