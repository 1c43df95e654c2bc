export const requestIdHeader = "x-request-id";

const sane = /^[\w.:+/=-]{1,128}$/;

/** The caller's own id, where it can go into headers and logs as it is; otherwise a new one. */
export function requestIdOf(request: Request): string {
  return requestIdFrom(request.headers.get(requestIdHeader));
}

/** @param given what its header says, if it has one */
export function requestIdFrom(given: string | null | undefined): string {
  return given && sane.test(given) ? given : `req_${crypto.randomUUID()}`;
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
