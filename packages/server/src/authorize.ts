/** What is known of the connection that a request came by, from who took it. */
export interface Connection {
  /** The address at its other end, such as `10.0.0.7` or `::1`; a proxy's own, if there is one. `serve` gives it. */
  remoteAddress?: string | undefined;
}

/**
 * Decides whether a request may pass: `true` lets it through, `false` refuses it with 401, and a `Response` is sent
 * in place of an answer (a redirect to a login, a 403 with words of its own). One that throws refuses with 500.
 */
export type Authorize = (request: Request, connection: Connection) => boolean | Response | Promise<boolean | Response>;
