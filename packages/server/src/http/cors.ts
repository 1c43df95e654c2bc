import { deltaStreamHeader, sentHeader } from "@modelfleet/core";
import { requestIdHeader } from "./request-id.ts";
/** Which origins may call from a page: a list, or `*` for all. None by default. */
export type CorsOrigins = readonly string[] | "*";

/** What scripts may read of an answer; the headers that browsers show by themselves are not among them. */
const exposed = `${deltaStreamHeader}, ${sentHeader}, ${requestIdHeader}, retry-after`;

/** The headers that let a page on an allowed origin read the answer. */
export function corsHeaders(request: Request, origins: CorsOrigins): Record<string, string> {
  const origin = request.headers.get("origin");
  if (origins.length === 0) return {};
  // A cache must not give one origin's answer to another, allowed or not.
  const vary: Record<string, string> = origins === "*" ? {} : { vary: "Origin" };
  if (!origin || !(origins === "*" || origins.includes(origin))) return vary;
  return {
    ...vary,
    "access-control-allow-origin": origins === "*" ? "*" : origin,
    "access-control-expose-headers": exposed,
  };
}

/** The answer to a preflight; `undefined` for any other request, and where nobody is allowed anything. */
export function preflightAnswer(request: Request, origins: CorsOrigins): Response | undefined {
  const asked = request.headers.get("access-control-request-method");
  if (request.method !== "OPTIONS" || !asked || origins.length === 0) return undefined;
  const headers = corsHeaders(request, origins);
  if (!headers["access-control-allow-origin"]) return new Response(null, { status: 403, headers });
  return new Response(null, {
    status: 204,
    headers: {
      ...headers,
      "access-control-allow-methods": "GET, POST, DELETE",
      "access-control-allow-headers": request.headers.get("access-control-request-headers") ?? "",
      "access-control-max-age": "600",
    },
  });
}
