import { answering } from "./answering.ts";
import { detailAnswer } from "./json-answer.ts";

/** What `Allow` says where a path takes requests of this method. Where it is GET, HEAD is answered too. */
export const allowed = { GET: "GET, HEAD", POST: "POST" } as const;

/** A route for methods that its path does not take. @param allow the methods that it takes */
export function methodNotAllowed(allow: string): ReturnType<typeof answering> {
  return answering(() => detailAnswer("Method Not Allowed", 405, { allow }));
}
