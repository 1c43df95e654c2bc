import { Hono } from "hono";
import { detailAnswer } from "./json-answer.ts";

/** Several apps on one origin. Each keeps its own paths, guard and errors. */
export function combineApps(...apps: readonly Hono[]): Hono {
  const all = new Hono();
  for (const app of apps) all.route("/", app);
  all.notFound(() => detailAnswer("Not Found", 404));
  return all;
}
