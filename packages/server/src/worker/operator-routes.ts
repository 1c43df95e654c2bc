import { parseWorkerType } from "@modelfleet/core";
import { jsonAnswer } from "../http/json-answer.ts";
import { applyRow, descriptionRow, supportsRow } from "../wire/worker-answers.ts";
import { applyBodySchema, startupBodySchema } from "../wire/worker-requests.ts";
import { askedInstance, exactWorker } from "./exact-instance.ts";
import type { WorkerAppContext } from "./worker-app-context.ts";

/** What operators do with a worker process. */
export function addOperatorRoutes(context: WorkerAppContext): void {
  const { manager, generation } = context;

  context.post("apply", applyBodySchema, async (body, request, call) =>
    jsonAnswer(applyRow(await manager.workerApply(body, { ...call, instance: askedInstance(request) }))),
  );
  context.post("models/startup", startupBodySchema, async (body, _, call) => {
    await manager.modelStartup(body, call);
    return jsonAnswer(null);
  });
  context.post("models/shutdown", startupBodySchema, async (body, _, call) => {
    await manager.modelShutdown(body, call);
    return jsonAnswer(null);
  });
  context.get("models/supports", async (_, request, call) => {
    const at = askedInstance(request);
    const workers = await manager.supportedModels({ ...call, instance: at });
    const rows = at ? workers.filter(({ host, port }) => host === at.host && port === at.port) : workers;
    return jsonAnswer(rows.map((row) => supportsRow(row, generation)));
  });
  context.get("parameter/descriptions", async (query, request, call) => {
    const model = query.required("model");
    query.check();
    const workerType = parseWorkerType(query.optional("worker_type") ?? "llm");
    const at = askedInstance(request);
    const rows = at
      ? await (await exactWorker(manager, workerType, model, at, call)).parameterDescriptions(
          { model, workerType },
          call,
        )
      : await manager.parameterDescriptions(workerType, model, call);
    return jsonAnswer(rows.map((row) => descriptionRow(row, generation)));
  });
}
