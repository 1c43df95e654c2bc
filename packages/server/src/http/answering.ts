import type { Context } from "hono";
import { failureAnswer } from "./failure-answer.ts";
import { requestIdOf, withRequestId } from "./request-id.ts";

/** For what fails outside of a route, such as in a hook. */
export function answeringError(error: unknown, { req }: Context): Response {
  return withRequestId(failureAnswer(error), requestIdOf(req.raw));
}

/** A route whose answers, errors included, carry the request's id. No middleware: that costs more than most answers. */
export function answering(
  handler: (c: Context, requestId: string) => Response | Promise<Response>,
): (c: Context) => Promise<Response> {
  return async (c) => {
    const requestId = requestIdOf(c.req.raw);
    try {
      return withRequestId(await handler(c, requestId), requestId);
    } catch (error) {
      return withRequestId(failureAnswer(error), requestId);
    }
  };
}
