import { type HttpHandler, HttpResponse, http } from "msw";
import { isConnectionError } from "./network-error.ts";
import type { StandInCluster } from "./stand-in-cluster.ts";

/**
 * The cluster as MSW handlers, for `setupServer` in Node and `setupWorker` in a browser. Requests to other origins
 * are left to the other handlers. A refused connection is a network error.
 *
 * MSW reads ahead of the client: a short answer may be at its end before its reader leaves. Use the `stall` fault, or
 * a model with `tokenDelayMs`, to see a generation cancelled.
 */
export function standInHandlers(cluster: StandInCluster): HttpHandler[] {
  return [
    http.all(
      ({ request }) => cluster.serves(request.url),
      async ({ request }) => {
        try {
          return chunked(await cluster.handle(request));
        } catch (error) {
          if (isConnectionError(error) || request.signal.aborted) return HttpResponse.error();
          throw error;
        }
      },
    ),
  ];
}

/**
 * Names the framing that a server would use. Without it MSW in Node ends a body by closing the connection, and a
 * stream that breaks off looks like one that is complete.
 */
function chunked(response: Response): Response {
  if (response.body) response.headers.set("transfer-encoding", "chunked");
  return response;
}
