import {
  type CallOptions,
  checkInput,
  formatWorkerKey,
  type ModelInstance,
  type ModelRegistry,
  NoHealthyInstanceError,
  type ParameterDescription,
  type ParameterDescriptionsRequest,
  parameterDescriptionSchema,
  type WorkerApplyRequest,
  type WorkerApplyResult,
  type WorkerStartupRequest,
  type WorkerSupportedModels,
  workerApplyOutputSchema,
  workerApplyRequestSchema,
  workerApplyRequestToWire,
  workerManagerServiceName,
  workerStartupRequestSchema,
  workerStartupRequestToWire,
  workerSupportedModelsSchema,
} from "@modelfleet/core";
import * as v from "valibot";
import { applyToInstances } from "./apply-to-instances.ts";
import { addressOf } from "./dispatcher.ts";
import type { WorkerHttp } from "./worker-http.ts";

/** What operators do with worker processes. Loaded when it is first needed: a page that chats never does. */
export interface WorkerOperationsContext {
  registry: ModelRegistry;
  /** HTTP to the worker of an instance. */
  http(instance: ModelInstance): WorkerHttp;
}

const supportedSchema = v.array(workerSupportedModelsSchema);
const descriptionsSchema = v.array(parameterDescriptionSchema);

export async function supportedModels(
  context: WorkerOperationsContext,
  options?: CallOptions,
): Promise<WorkerSupportedModels[]> {
  const services = await workerServices(context, {}, options);
  const results = await Promise.allSettled(
    services.map((row) => context.http(row).get(supportedSchema, "models/supports", options)),
  );
  options?.signal?.throwIfAborted();
  const answers = results.filter((result) => result.status === "fulfilled").flatMap((result) => result.value);
  const [failed] = results.filter((result) => result.status === "rejected");
  // A worker that died a moment ago is still in the registry: the others' models are of use without it.
  if (answers.length === 0 && failed) throw failed.reason;
  return answers;
}

export async function startOrStop(
  context: WorkerOperationsContext,
  action: "startup" | "shutdown",
  request: WorkerStartupRequest,
  options?: CallOptions,
): Promise<void> {
  checkInput(workerStartupRequestSchema, request, `The ${action} request`);
  formatWorkerKey(request.model, request.workerType);
  const [service] = await workerServices(context, request, options);
  const row = service as ModelInstance;
  await context.http(row).post(v.unknown(), `models/${action}`, workerStartupRequestToWire(request, row), options);
}

export async function workerApply(
  context: WorkerOperationsContext,
  request: WorkerApplyRequest,
  instances: readonly ModelInstance[],
  options?: CallOptions,
): Promise<WorkerApplyResult> {
  checkInput(workerApplyRequestSchema, request, "The apply request");
  const body = workerApplyRequestToWire(request);
  const targets = instances.map((instance) => ({
    instance,
    apply: () => context.http(instance).post(workerApplyOutputSchema, "apply", body, options),
  }));
  const workerKey = formatWorkerKey(request.model, request.workerType);
  const listAgain = () => context.registry.getAllInstances(workerKey, { signal: options?.signal });
  return applyToInstances(request, targets, listAgain);
}

export function parameterDescriptions(
  http: WorkerHttp,
  { model, workerType }: ParameterDescriptionsRequest,
  options?: CallOptions,
): Promise<ParameterDescription[]> {
  return http.get(descriptionsSchema, "parameter/descriptions", options, { model, worker_type: workerType });
}

/** The worker managers of the worker processes, or the one at the host and port that are given. */
async function workerServices(
  { registry }: WorkerOperationsContext,
  at: Pick<WorkerStartupRequest, "host" | "port">,
  options?: CallOptions,
): Promise<ModelInstance[]> {
  const workerKey = formatWorkerKey(workerManagerServiceName, "service");
  const rows = await registry.getAllInstances(workerKey, { healthyOnly: true, signal: options?.signal });
  const matching = rows.filter(
    (row) => (at.host === undefined || row.host === at.host) && (at.port === undefined || row.port === at.port),
  );
  if (matching.length > 0) return matching;
  const where = at.host === undefined && at.port === undefined ? "" : ` at ${at.host ?? "*"}:${at.port ?? "*"}`;
  const known = rows.length > 0 ? `There are: ${rows.map(addressOf).join(", ")}.` : "None is registered.";
  throw new NoHealthyInstanceError(`No healthy worker process${where}. ${known}`, workerKey);
}
