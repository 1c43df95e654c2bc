import { HttpResponse, http } from "msw";
import { setupWorker } from "msw/browser";
import { pageAddress } from "../fleet-connection/connection-target.ts";

/** The service worker is a file beside the page, so that it works under any path. */
const scriptName = "mockServiceWorker.js";

/**
 * Answers the requests under `prefix` in this tab, through a service worker: they are then real requests, which the
 * browser's network panel shows.
 *
 * @param answer throws where there is no connection
 * @returns `undefined` where service workers are not to be had: insecure origins, private windows, refused storage; and
 *   where they hold an answer back until it is whole, as in WebKit
 */
export async function interceptRequests(
  prefix: string,
  answer: (request: Request) => Promise<Response>,
): Promise<{ stop: () => void | Promise<void> } | undefined> {
  if (!("serviceWorker" in navigator && canTransferStreams())) return undefined;
  const worker = setupWorker(
    http.all(
      ({ request }) => request.url.startsWith(prefix),
      async ({ request }) => {
        try {
          return await answer(request);
        } catch {
          return HttpResponse.error();
        }
      },
    ),
  );
  try {
    await worker.start({
      quiet: true,
      onUnhandledFrame: "bypass",
      serviceWorker: { url: `${pageAddress()}/${scriptName}` },
    });
    return { stop: () => worker.stop() };
  } catch {
    return undefined;
  }
}

/** Whether the page can hand its service worker an answer that is not at its end yet. */
function canTransferStreams(): boolean {
  const stream = new ReadableStream();
  try {
    structuredClone(stream, { transfer: [stream] });
    return true;
  } catch {
    return false;
  }
}
