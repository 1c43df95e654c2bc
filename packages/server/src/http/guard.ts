import type { Hono, MiddlewareHandler } from "hono";
import type { Authorize } from "../authorize.ts";
import type { MetricsSource } from "../metrics/metric-family.ts";
import { connectionOf } from "./connection-of.ts";
import { type CorsOrigins, corsHeaders, preflightAnswer } from "./cors.ts";
import { detailAnswer } from "./json-answer.ts";
import { requestIdOf, withRequestId } from "./request-id.ts";

/** What every app takes. */
export interface AppOptions {
  /** Asked before every request but preflights. Everyone may pass by default. */
  authorize?: Authorize | undefined;
  /** The origins whose pages may call: a list, or `*`. None by default. */
  cors?: CorsOrigins | undefined;
  /** The largest body of a request, in bytes; 16 MiB by default. */
  maxBodyBytes?: number | undefined;
  /** What else `/metrics` shows, such as `processMetrics()` of `/node`: of apps on one port, give it to one. */
  metrics?: readonly MetricsSource[] | undefined;
}

export const defaultMaxBodyBytes: number = 16 * 1024 * 1024;

/** Puts the guard before an app's routes, where there is something to guard. */
export function addGuard(app: Hono, path: string, options: AppOptions): void {
  if (options.authorize || (options.cors?.length ?? 0) > 0) app.use(path, guard(options));
}

/** Stands before an app's routes: answers preflights, asks `authorize`, adds the CORS headers to every answer. */
export function guard({ authorize, cors = [] }: AppOptions): MiddlewareHandler {
  return async (c, next) => {
    const request = c.req.raw;
    const preflight = preflightAnswer(request, cors);
    if (preflight) return preflight;
    const passes = authorize ? await authorize(request, connectionOf(c.env)) : true;
    if (passes === true) await next();
    const answer = passes === true ? c.res : withRequestId(passes || unauthorized(), requestIdOf(request));
    // On the answer itself and not through the context, which would wrap the body in another response.
    const { headers } = answer;
    if (cors.length > 0) {
      for (const [name, value] of Object.entries(corsHeaders(request, cors))) headers.set(name, value);
    }
    return passes === true ? undefined : answer;
  };
}

function unauthorized(): Response {
  return detailAnswer("Not authorized: the token is missing or wrong.", 401, { "www-authenticate": "Bearer" });
}
