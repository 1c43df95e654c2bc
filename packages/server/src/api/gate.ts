import type { Connection } from "../authorize.ts";
import { connectionOf } from "../http/connection-of.ts";
import { type CorsOrigins, corsHeaders, preflightAnswer } from "../http/cors.ts";
import { passedOnHeaders } from "../http/passed-on.ts";
import { requestIdOf, withRequestId } from "../http/request-id.ts";
import type { MetricFamily } from "../metrics/metric-family.ts";
import type { ApiCall, ApiContext } from "./api-call.ts";
import { ApiError } from "./api-error.ts";
import type { ApiAppOptions } from "./api-options.ts";
import { keyMetrics } from "./key-holder.ts";
import { bearerOf, type KnownKeys, knownKeys, unauthorized } from "./keys.ts";
import { toApiError } from "./to-api-error.ts";

/** What of hono's context tells of a request. */
export interface Arrival {
  req: { raw: Request };
  env: unknown;
}

export type ApiHandler = (call: ApiCall) => Promise<Response>;

/** What every request goes through on its way in and out: its id, CORS, keys, and the form of errors. */
export class ApiGate {
  readonly #context: ApiContext;
  readonly #cors: CorsOrigins;
  readonly #keys: KnownKeys | undefined;
  readonly #withoutKey: ApiAppOptions["withoutKey"];
  readonly #authorize: ApiAppOptions["authorize"];

  /** @throws InvalidInputError for keys that are none */
  constructor(context: ApiContext, options: ApiAppOptions) {
    this.#context = context;
    this.#cors = options.cors ?? [];
    this.#keys =
      options.keys === undefined ? undefined : knownKeys(options.keys, options.now ?? (() => performance.now()));
    this.#withoutKey = options.withoutKey;
    this.#authorize = options.authorize;
  }

  /** @param open whether everyone may pass, keys or not */
  async pass({ req, env }: Arrival, handler: ApiHandler, open = false): Promise<Response> {
    const request = req.raw;
    const requestId = requestIdOf(request);
    const headers = passedOnHeaders(request, requestId);
    const call: ApiCall = { context: this.#context, request, requestId, headers };
    const response = await this.#answer(call, connectionOf(env), handler, open);
    call.holder?.answered(response.status);
    return this.#dress(call, response);
  }

  async #answer(call: ApiCall, connection: Connection, handler: ApiHandler, open: boolean): Promise<Response> {
    const { request } = call;
    // A browser asks without credentials whether it may send them.
    const preflight = preflightAnswer(request, this.#cors);
    if (preflight) return preflight;
    try {
      return (open ? undefined : await this.#refusal(call, connection)) ?? (await handler(call));
    } catch (error) {
      // Nobody reads it; the status is for logs, as nginx words it.
      if (request.signal.aborted) return new Response(null, { status: 499 });
      this.#context.report(error, call);
      return toApiError(error, call.holder).toResponse();
    }
  }

  /** The answer to one who may not pass, where `authorize` gives its own. @throws ApiError 401 */
  async #refusal(call: ApiCall, connection: Connection): Promise<Response | undefined> {
    const { request } = call;
    if (this.#keys) {
      const given = bearerOf(request);
      const verified = given === undefined ? undefined : await this.#keys.verify(given, request);
      if (typeof verified === "object") call.holder = verified;
      else if (verified !== true) {
        const verdict = (await this.#withoutKey?.(request, connection)) ?? false;
        if (verdict instanceof Response) return verdict;
        if (verdict !== true) throw unauthorized(given);
      }
      // What asks no model is not held back.
      if (request.method === "POST") call.holder?.admit();
    }
    if (!this.#authorize) return undefined;
    const verdict = await this.#authorize(request, connection);
    if (verdict instanceof Response) return verdict;
    if (verdict !== true) throw new ApiError(401, "Not authorized.", { code: "unauthorized" });
    return undefined;
  }

  /** What the keys have used; to a key that does not open everything, what it has used itself. */
  metrics({ holder }: ApiCall): MetricFamily[] {
    return keyMetrics(holder?.models ? [holder] : (this.#keys?.holders ?? []));
  }

  #dress({ request, requestId }: ApiCall, given: Response): Response {
    const response = withRequestId(given, requestId);
    const { headers } = response;
    if (this.#cors.length > 0) {
      for (const [name, value] of Object.entries(corsHeaders(request, this.#cors))) headers.set(name, value);
    }
    return response;
  }
}
