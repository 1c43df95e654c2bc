import type { Hono } from "hono";
import { answering } from "./answering.ts";
import { type AppOptions, addGuard } from "./guard.ts";
import { jsonAnswer } from "./json-answer.ts";

/** `GET /health` for whoever watches over processes: it asks nothing else of the app, and nobody for a token. */
export function addHealth(app: Hono, { cors }: AppOptions): void {
  addGuard(app, "/health", { cors });
  app.get(
    "/health",
    answering(() => jsonAnswer({ status: "ok" })),
  );
}
