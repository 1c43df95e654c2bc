export const requestIdHeader = "x-request-id";

const sane = /^[\w.:+/=-]{1,128}$/;

/** The caller's own id, where it can go into headers and logs as it is; otherwise a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get(requestIdHeader);
  return given !== null && sane.test(given) ? given : `req_${crypto.randomUUID()}`;
}

/** The same answer with the id of its request, by which logs of several servers are found together. */
export function withRequestId(response: Response, requestId: string): Response {
  try {
    response.headers.set(requestIdHeader, requestId);
    return response;
  } catch {
    // The headers of a response from elsewhere, as `authorize` may give it, cannot always be changed.
    const copy = new Response(response.body, response);
    copy.headers.set(requestIdHeader, requestId);
    return copy;
  }
}
