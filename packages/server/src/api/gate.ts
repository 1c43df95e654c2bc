import type { Connection } from "../authorize.ts";
import { connectionOf } from "../http/connection-of.ts";
import { type CorsOrigins, corsHeaders, preflightAnswer } from "../http/cors.ts";
import type { ApiCall, ApiContext } from "./api-call.ts";
import { ApiError } from "./api-error.ts";
import type { ApiAppOptions } from "./api-options.ts";
import { bearerOf, keyVerifier, unauthorized } from "./keys.ts";
import { requestIdHeader, requestIdOf } from "./request-id.ts";
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
  readonly #verify: ((key: string, request: Request) => boolean | Promise<boolean>) | undefined;
  readonly #authorize: ApiAppOptions["authorize"];

  /** @throws InvalidInputError for keys that are none */
  constructor(context: ApiContext, options: ApiAppOptions) {
    this.#context = context;
    this.#cors = options.cors ?? [];
    this.#verify = options.keys === undefined ? undefined : keyVerifier(options.keys);
    this.#authorize = options.authorize;
  }

  /** @param open whether everyone may pass, keys or not */
  async pass({ req, env }: Arrival, handler: ApiHandler, open = false): Promise<Response> {
    const request = req.raw;
    const call: ApiCall = { context: this.#context, request, requestId: requestIdOf(request) };
    const response = await this.#answer(call, connectionOf(env), handler, open);
    try {
      return this.#dress(call, response);
    } catch {
      // The headers of a response from elsewhere, as `authorize` may give it, cannot always be changed.
      return this.#dress(call, new Response(response.body, response));
    }
  }

  async #answer(call: ApiCall, connection: Connection, handler: ApiHandler, open: boolean): Promise<Response> {
    const { request } = call;
    // A browser asks without credentials whether it may send them.
    const preflight = preflightAnswer(request, this.#cors);
    if (preflight) return preflight;
    try {
      return (open ? undefined : await this.#refusal(request, connection)) ?? (await handler(call));
    } catch (error) {
      // Nobody reads it; the status is for logs, as nginx words it.
      if (request.signal.aborted) return new Response(null, { status: 499 });
      this.#context.report(error, call);
      return toApiError(error).toResponse();
    }
  }

  /** The answer to one who may not pass, where `authorize` gives its own. @throws ApiError 401 */
  async #refusal(request: Request, connection: Connection): Promise<Response | undefined> {
    if (this.#verify) {
      const verified = await this.#verify(bearerOf(request), request);
      if (verified !== true) throw unauthorized("Incorrect API key.");
    }
    if (!this.#authorize) return undefined;
    const verdict = await this.#authorize(request, connection);
    if (verdict instanceof Response) return verdict;
    if (verdict !== true) throw new ApiError(401, "Not authorized.", { code: "unauthorized" });
    return undefined;
  }

  #dress({ request, requestId }: ApiCall, response: Response): Response {
    const { headers } = response;
    headers.set(requestIdHeader, requestId);
    if (this.#cors.length > 0) {
      for (const [name, value] of Object.entries(corsHeaders(request, this.#cors))) headers.set(name, value);
    }
    return response;
  }
}
