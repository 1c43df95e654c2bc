import { Hono } from "hono";
import { metricsType } from "../metrics/exposition.ts";
import { answering } from "./answering.ts";
import { detailAnswer } from "./json-answer.ts";

/**
 * Several apps on one origin. Each keeps its own paths, guard and errors. `/metrics` shows the figures of all whose
 * guard lets the caller pass.
 */
export function combineApps(...apps: readonly Hono[]): Hono {
  const all = new Hono();
  all.get("/metrics", async (c) => {
    const answers = await Promise.all(apps.map((app) => app.fetch(c.req.raw, c.env)));
    const shown = answers.filter((answer) => answer.ok && answer.headers.get("content-type") === metricsType);
    if (shown.length === 0) return answers.find(({ status }) => status !== 404) ?? notFound(c);
    const texts = await Promise.all(shown.map((answer) => answer.text()));
    return new Response(texts.join(""), shown[0]);
  });
  for (const app of apps) all.route("/", app);
  all.notFound(notFound);
  return all;
}

const notFound = answering(() => detailAnswer("Not Found", 404));
