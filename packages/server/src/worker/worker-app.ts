import type { WorkerManager } from "@modelfleet/core";
import { Hono } from "hono";
import { addHealth } from "../http/add-health.ts";
import { answering, answeringError } from "../http/answering.ts";
import { addGuard, guard } from "../http/guard.ts";
import { detailAnswer } from "../http/json-answer.ts";
import { metricsAnswer } from "../metrics/exposition.ts";
import { type MetricsSource, metricsOf } from "../metrics/metric-family.ts";
import { addInferenceRoutes } from "./inference-routes.ts";
import { addOperatorRoutes } from "./operator-routes.ts";
import { WorkerAppContext, type WorkerAppOptions } from "./worker-app-context.ts";

/**
 * A worker process over a worker manager: `app.fetch(request)` answers. Over a `RemoteWorkerManager` it is a gateway
 * to a whole cluster: one origin for pages that can reach none of the workers.
 *
 * Source: DB-GPT's `model/cluster/worker/manager.py`.
 */
export function workerApp(manager: WorkerManager, options: WorkerAppOptions = {}): Hono {
  const app = new Hono();
  addGuard(app, "/api/worker/*", options);
  addHealth(app, options);
  app.onError(answeringError);
  app.notFound(answering(() => detailAnswer("Not Found", 404)));
  const context = new WorkerAppContext(app, manager, options);
  addInferenceRoutes(context);
  addOperatorRoutes(context);
  // A gateway has no figures of its own: the workers behind it have.
  const sources = [...(isMetricsSource(manager) ? [manager] : []), ...(options.metrics ?? [])];
  const figures = answering(async () => metricsAnswer(await metricsOf(sources)));
  if (sources.length > 0) app.get("/metrics", guard(options), figures);
  return app;
}

function isMetricsSource(manager: WorkerManager): manager is WorkerManager & MetricsSource {
  return typeof (manager as Partial<MetricsSource>).metrics === "function";
}
