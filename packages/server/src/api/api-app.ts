import type { ModelRegistry, WorkerManager } from "@modelfleet/core";
import { type Context, Hono } from "hono";
import { jsonAnswer } from "../http/json-answer.ts";
import { allowed } from "../http/method-not-allowed.ts";
import { metricsAnswer } from "../metrics/exposition.ts";
import { metricsOf } from "../metrics/metric-family.ts";
import { RequestCounter } from "../metrics/request-counter.ts";
import { tell } from "../tell.ts";
import type { ApiCall, ApiContext } from "./api-call.ts";
import { ApiError } from "./api-error.ts";
import { type ApiAppOptions, maxBodyBytesOf } from "./api-options.ts";
import { chatCompletions } from "./chat-completions.ts";
import { completions } from "./completions.ts";
import { embeddings } from "./embeddings.ts";
import { ApiGate, type ApiHandler } from "./gate.ts";
import { listModels, retrieveModel } from "./models.ts";
import { relevance, rerank } from "./rerank.ts";
import { toApiError } from "./to-api-error.ts";

const bases = ["/api/v1", "/v1"] as const;

const posts: Readonly<Record<string, ApiHandler>> = {
  "chat/completions": chatCompletions,
  completions,
  embeddings,
  rerank,
  "beta/relevance": relevance,
};

function contextOf(manager: WorkerManager, registry: ModelRegistry, options: ApiAppOptions): ApiContext {
  const clock = options.now ?? Date.now;
  const now = (): number => Math.floor(clock() / 1000);
  return {
    manager,
    registry,
    maxBodyBytes: maxBodyBytesOf(options),
    ignored: new Set(options.ignoreParameters),
    startedAt: now(),
    now,
    report(error, { request, requestId }: ApiCall) {
      if (toApiError(error).status >= 500) tell(options.onError, error, { request, requestId });
    },
  };
}

/**
 * OpenAI's protocol in front of a cluster: `models`, `chat/completions`, `completions`, `embeddings`, `rerank` and
 * DB-GPT's `beta/relevance`, each under `/v1` and `/api/v1`, with `/health`, `/api/health` and `/metrics` beside them.
 *
 * ```ts
 * const app = apiApp(manager, registry, { keys: ["…"] });
 * const response = await app.fetch(request);
 * ```
 *
 * An answer ends with the request's signal, and when its body is left.
 *
 * @throws InvalidInputError for options that are wrong
 */
export function apiApp(manager: WorkerManager, registry: ModelRegistry, options: ApiAppOptions = {}): Hono {
  const context = contextOf(manager, registry, options);
  const gate = new ApiGate(context, options);
  const counter = new RequestCounter("api_requests_total");
  const app = new Hono();
  const counted = async (route: string, c: Context, handler: ApiHandler): Promise<Response> => {
    const response = await gate.pass(c, handler);
    counter.add(route, response.status);
    return response;
  };

  for (const base of bases) {
    // The gate and not middleware: mounted beside other apps, this one guards its own routes and no others.
    for (const [path, handler] of Object.entries(posts)) {
      app.post(`${base}/${path}`, (c) => counted(path, c, handler));
      app.all(`${base}/${path}`, (c) => counted(path, c, onlyTakes("POST")));
    }
    app.get(`${base}/models`, (c) => counted("models", c, listModels));
    app.get(`${base}/models/:id{.+}`, (c) => counted("models", c, (call) => retrieveModel(call, c.req.param("id"))));
    app.all(`${base}/models/*`, (c) => counted("models", c, onlyTakes("GET")));
    app.all(`${base}/*`, (c) => counted("other", c, noSuchRoute));
  }
  app.get("/metrics", (c) =>
    gate.pass(c, async (call) => {
      // Not for a key that opens some models only.
      const more = call.holder?.models ? [] : await metricsOf(options.metrics ?? []);
      return metricsAnswer([...counter.metrics(), ...gate.metrics(call), ...more]);
    }),
  );
  for (const path of ["/health", "/api/health"]) app.get(path, (c) => gate.pass(c, healthy, true));
  app.notFound((c) => gate.pass(c, noSuchRoute, true));
  return app;
}

const healthy: ApiHandler = async () => jsonAnswer({ status: "ok" });

function onlyTakes(method: "GET" | "POST"): ApiHandler {
  return async ({ request }) => {
    const path = new URL(request.url).pathname;
    throw new ApiError(405, `${path} takes ${method} only.`, {
      code: "method_not_allowed",
      headers: { allow: allowed[method] },
    });
  };
}

const noSuchRoute: ApiHandler = async ({ request }) => {
  const served = ["models", ...Object.keys(posts)].join(", ");
  throw new ApiError(404, `Nothing at ${request.method} ${new URL(request.url).pathname}. Served: ${served}.`, {
    code: "unknown_url",
  });
};
