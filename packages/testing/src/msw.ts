import { type HttpHandler, HttpResponse, http } from "msw";
import type { StandInCluster } from "./stand-in-cluster.ts";

/**
 * The cluster as MSW handlers, for `setupServer` in Node and `setupWorker` in a browser. Requests to other origins
 * pass through to what else is set up. A refused connection is a network error.
 */
export function standInHandlers(cluster: StandInCluster): HttpHandler[] {
  return [
    http.all(
      ({ request }) => cluster.serves(request.url),
      async ({ request }) => {
        try {
          return await cluster.handle(request);
        } catch {
          return HttpResponse.error();
        }
      },
    ),
  ];
}
