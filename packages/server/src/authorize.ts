/**
 * Decides whether a request may pass: `true` lets it through, `false` refuses it with 401, and a `Response` is sent
 * in place of an answer (a redirect to a login, a 403 with words of its own). One that throws refuses with 500.
 */
export type Authorize = (request: Request) => boolean | Response | Promise<boolean | Response>;
