/** The CORS headers for this request, as Starlette's middleware sets them; none for an origin that is not listed. */
export function corsHeaders(request: Request, allowed: readonly string[] | "*"): Record<string, string> {
  const origin = request.headers.get("origin");
  if (!origin || !(allowed === "*" || allowed.includes(origin))) return {};
  return {
    "access-control-allow-origin": allowed === "*" ? "*" : origin,
    "access-control-expose-headers": "*",
    vary: "Origin",
  };
}

/** Undefined where the request is no preflight. */
export function preflight(request: Request, allowed: readonly string[] | "*"): Response | undefined {
  if (request.method !== "OPTIONS" || !request.headers.has("access-control-request-method")) return undefined;
  const headers = corsHeaders(request, allowed);
  if (!headers["access-control-allow-origin"]) {
    // Without the middleware the route itself refuses the method.
    return allowed.length === 0
      ? new Response('{"detail":"Method Not Allowed"}', {
          status: 405,
          headers: { "content-type": "application/json" },
        })
      : new Response("Disallowed CORS origin", {
          status: 400,
          headers: { "content-type": "text/plain; charset=utf-8" },
        });
  }
  return new Response("OK", {
    headers: {
      ...headers,
      "content-type": "text/plain; charset=utf-8",
      "access-control-allow-methods": "DELETE, GET, OPTIONS, POST",
      "access-control-allow-headers": request.headers.get("access-control-request-headers") ?? "*",
      "access-control-max-age": "600",
    },
  });
}
