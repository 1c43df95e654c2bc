import type { StandInRoute } from "./route.ts";

/** A request as it arrived. */
export interface RecordedRequest {
  /** Which server it reached, such as `worker-1`. */
  server: string;
  /** Absent for a path that no route has. */
  route: StandInRoute | undefined;
  method: string;
  /** Without the server's base address and the query. */
  path: string;
  query: Readonly<Record<string, string>>;
  /** Names in lower case; nothing is redacted. */
  headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON, otherwise its text; undefined where there was none. */
  body: unknown;
}

export async function recordRequest(
  request: Request,
  at: { server: string; route: StandInRoute | undefined; path: string },
): Promise<RecordedRequest> {
  // Not every browser has `Request.body` to look at.
  const text = request.method === "GET" || request.method === "HEAD" ? "" : await request.text();
  return {
    ...at,
    method: request.method,
    query: Object.fromEntries(new URL(request.url).searchParams),
    headers: Object.fromEntries(request.headers),
    body: text === "" ? undefined : parse(text),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
