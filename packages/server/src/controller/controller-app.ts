import type { CallOptions, ModelInstanceAddress, ModelInstanceRegistration, ModelRegistry } from "@modelfleet/core";
import { Hono } from "hono";
import { addHealth } from "../http/add-health.ts";
import { answering, answeringError } from "../http/answering.ts";
import { connectionOf } from "../http/connection-of.ts";
import { addGuard, defaultMaxBodyBytes, guard } from "../http/guard.ts";
import { detailAnswer, jsonAnswer, jsonFor } from "../http/json-answer.ts";
import { allowed, methodNotAllowed } from "../http/method-not-allowed.ts";
import { passedOn } from "../http/passed-on.ts";
import { Query } from "../http/query.ts";
import { readBody } from "../http/read-body.ts";
import { controllerMetrics } from "../metrics/controller-metrics.ts";
import { metricsAnswer } from "../metrics/exposition.ts";
import { metricsOf } from "../metrics/metric-family.ts";
import { MemoryModelRegistry } from "../registry/memory-model-registry.ts";
import { instanceRow, registrationSchema } from "../wire/instance-row.ts";
import type { ControllerAppOptions } from "./controller-options.ts";

/**
 * The controller of a cluster over a registry: `app.fetch(request)` answers. Over a `ModelRegistryClient` it is a
 * proxy of other controllers.
 *
 * Python clients and workers of DB-GPT 0.5 to 0.8 are understood, nulls and empty flags included.
 *
 * Source: DB-GPT's `model/cluster/controller/controller.py`.
 */
export function controllerApp(registry: ModelRegistry, options: ControllerAppOptions = {}): Hono {
  const { maxBodyBytes = defaultMaxBodyBytes, allowInstance, metrics = [] } = options;
  const app = new Hono();
  const registration = (request: Request): Promise<ModelInstanceRegistration> =>
    readBody(request, registrationSchema, maxBodyBytes);
  const refused = (given: ModelInstanceAddress, env: unknown): Response | undefined => {
    if (!allowInstance || allowInstance(given, connectionOf(env))) return undefined;
    return detailAnswer(`This caller may not speak for a worker at ${given.host}:${given.port}.`, 403);
  };

  // A registry in memory looks at neither signal nor headers, and to make them takes longer than its answer.
  const plain = Object.getPrototypeOf(registry) === MemoryModelRegistry.prototype;
  const callOf = (request: Request, requestId: string): CallOptions => (plain ? {} : passedOn(request, requestId));

  addGuard(app, "/api/controller/*", options);
  addGuard(app, "/api/health", options);
  addHealth(app, options);
  app.onError(answeringError);

  app.get(
    "/metrics",
    guard(options),
    answering(async (c) => {
      const instances = await registry.getAllModelInstances({ signal: c.req.raw.signal });
      return metricsAnswer([...controllerMetrics(instances), ...(await metricsOf(metrics))]);
    }),
  );
  app.get(
    "/api/health",
    answering(() => jsonAnswer({ status: "ok" })),
  );
  app.get(
    "/api/controller/models",
    answering(async (c, requestId) => {
      const query = new Query(c.req.query());
      const workerKey = query.optional("model_name");
      const healthyOnly = query.flag("healthy_only");
      query.check();
      const { raw } = c.req;
      const asked = { healthyOnly, ...callOf(raw, requestId) };
      const instances =
        workerKey === undefined
          ? await registry.getAllModelInstances(asked)
          : await registry.getAllInstances(workerKey, asked);
      return jsonFor(raw, instances.map(instanceRow));
    }),
  );
  app.post(
    "/api/controller/models",
    answering(async (c, requestId) => {
      const { raw } = c.req;
      const given = await registration(raw);
      return refused(given, c.env) ?? jsonFor(raw, await registry.registerInstance(given, callOf(raw, requestId)));
    }),
  );
  app.delete(
    "/api/controller/models",
    answering(async (c, requestId) => {
      const query = new Query(c.req.query());
      const address = {
        workerKey: query.required("model_name").trim(),
        host: query.required("host").trim(),
        port: query.port("port"),
      };
      const removeFromRegistry = query.flag("remove_from_registry");
      query.check();
      const { raw } = c.req;
      const call = { removeFromRegistry, ...callOf(raw, requestId) };
      return refused(address, c.env) ?? jsonFor(raw, await registry.deregisterInstance(address, call));
    }),
  );
  app.post(
    "/api/controller/heartbeat",
    answering(async (c, requestId) => {
      const { raw } = c.req;
      const given = await registration(raw);
      return refused(given, c.env) ?? jsonFor(raw, await registry.sendHeartbeat(given, callOf(raw, requestId)));
    }),
  );
  app.all("/api/health", methodNotAllowed(allowed.GET));
  app.all("/api/controller/models", methodNotAllowed(`${allowed.GET}, POST, DELETE`));
  app.all("/api/controller/heartbeat", methodNotAllowed(allowed.POST));
  app.notFound(answering(() => detailAnswer("Not Found", 404)));
  return app;
}
