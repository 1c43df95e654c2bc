import type { ClusterState, Controller } from "./cluster-state.ts";
import type { RegistryFault } from "./fault.ts";
import type { ActiveFault } from "./fault-board.ts";
import { json } from "./http-answer.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import type { RegistryRow, RowAddress } from "./registry.ts";
import { checkBody } from "./request-body.ts";
import type { ControllerRoute } from "./route.ts";
import { unprocessable, type ValidationFault } from "./validation-error.ts";

/** Answers for a controller. Source: DB-GPT's `model/cluster/controller/controller.py`. */
export function answerController(
  state: ClusterState,
  controller: Controller,
  route: ControllerRoute,
  request: RecordedRequest,
  faults: readonly ActiveFault[],
): Response {
  const { registry } = controller;
  if (route === "health") return json({ status: "ok" });
  if (route === "models" && request.method === "GET") return listRows(state, controller, request, faults);
  if (route === "models" && request.method === "DELETE") {
    const { model_name = "", host = "", port = "" } = request.query;
    const missing = ["model_name", "host", "port"].filter((name) => request.query[name] === undefined);
    if (missing.length > 0) return unprocessable(missing.map(missingQuery));
    const asked = state.traits.content && /^(true|1|yes|on)$/iu.test(request.query.remove_from_registry ?? "");
    const remove = asked || state.options.stoppedRows === "remove";
    registry.deregister({ model_name, host, port: Number(port) }, remove);
    return json(true);
  }
  const problems = checkBody(route, request, state.traits);
  if (problems.length > 0) return unprocessable(problems);
  const row = request.body as RowAddress;
  const instance = { ...row, port: Number(row.port) };
  if (route === "heartbeat") registry.heartbeat(instance);
  else registry.register(instance);
  return json(true);
}

export function missingQuery(name: string): ValidationFault {
  return { type: "missing", loc: ["query", name], msg: "Field required", input: null };
}

function listRows(
  state: ClusterState,
  { registry }: Controller,
  request: RecordedRequest,
  faults: readonly ActiveFault[],
): Response {
  let rows = registry.rows(request.query.model_name);
  for (const { fault } of faults) {
    if (fault.type === "empty-registry") rows = [];
    else if (fault.type === "unhealthy" || fault.type === "disabled") rows = rows.map(changed(state, fault));
  }
  const healthyOnly = /^(true|1|yes|on)$/iu.test(request.query.healthy_only ?? "");
  return json(healthyOnly ? rows.filter((row) => row.healthy) : rows);
}

function changed(
  state: ClusterState,
  fault: Exclude<RegistryFault, { type: "empty-registry" }>,
): (row: RegistryRow) => RegistryRow {
  const worker = state.workers.find(({ server }) => server.id === fault.worker)?.server;
  return (row) => {
    if (fault.workerKey && row.model_name !== fault.workerKey) return row;
    if (fault.worker && !(worker?.host === row.host && worker.port === row.port)) return row;
    return fault.type === "unhealthy" ? { ...row, healthy: false } : { ...row, enabled: false };
  };
}
