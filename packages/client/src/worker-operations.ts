import {
  type ApplyOptions,
  type CallOptions,
  checkInput,
  formatWorkerKey,
  InvalidInputError,
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
import { hasStatus } from "./has-status.ts";
import { nothingToUse } from "./nothing-to-use.ts";
import type { WorkerHttp } from "./worker-http.ts";

/** What operators do with worker processes. Loaded when it is first needed: a page that chats never does. */
export interface WorkerOperationsContext {
  registry: ModelRegistry;
  /** HTTP to the worker of an instance. */
  http(instance: ModelInstance): WorkerHttp;
}

const supportedSchema = v.array(workerSupportedModelsSchema);
const descriptionsSchema = v.array(parameterDescriptionSchema);

/** A start, a stop or a restart that arrives twice is another one. */
const once = { repeatable: false } as const;

export async function supportedModels(
  context: WorkerOperationsContext,
  { instance, ...options }: ApplyOptions = {},
): Promise<WorkerSupportedModels[]> {
  const services = await workerServices(context, instance ?? {}, options);
  const results = await Promise.allSettled(
    services.map((row) => context.http(row).get(supportedSchema, "models/supports", options)),
  );
  options.signal?.throwIfAborted();
  const answers = results.filter((result) => result.status === "fulfilled").flatMap((result) => result.value);
  const [failed] = results.filter((result) => result.status === "rejected");
  // A worker that died a moment ago is still in the registry: the others' models are of use without it.
  if (answers.length === 0 && failed) throw failed.reason;
  return answers;
}

/** @throws InvalidInputError if the model runs there already; upstream's workers would lose the running one */
export async function startModel(
  context: WorkerOperationsContext,
  request: WorkerStartupRequest,
  options?: CallOptions,
): Promise<void> {
  const service = await serviceFor(context, "startup", request, options);
  const workerKey = formatWorkerKey(request.model, request.workerType);
  const rows = await context.registry.getAllInstances(workerKey, options);
  const row = rows.find((candidate) => addressOf(candidate) === addressOf(service));
  if (row?.healthy) {
    throw new InvalidInputError(
      `${workerKey} runs at ${addressOf(service)} already: stop it first, or choose another.`,
    );
  }
  const body = workerStartupRequestToWire(request, service);
  const start = () => context.http(service).post(v.unknown(), "models/startup", body, { ...options, ...once });
  try {
    await start();
  } catch (error) {
    // Workers from 0.7 keep the model of their configuration file when it is stopped. The first start after that is
    // refused and makes them forget it; the second one works.
    if (!row || !hasStatus(error, 500)) throw error;
    await start();
  }
}

export async function stopModel(
  context: WorkerOperationsContext,
  request: WorkerStartupRequest,
  options?: CallOptions,
): Promise<void> {
  const service = await serviceFor(context, "shutdown", request, options);
  const http = context.http(service);
  try {
    const body = workerStartupRequestToWire(request, service);
    await http.post(v.unknown(), "models/shutdown", body, { ...options, ...once });
  } catch (error) {
    if (!hasStatus(error, 500)) throw error;
    // Workers of 0.7.0 to 0.8.2 unload the model and then always fail to deregister it, so that it stays listed as
    // healthy. A stop by `apply` does both.
    const { model, workerType } = request;
    const body = workerApplyRequestToWire({ model, workerType, applyType: "stop" });
    const output = await http
      .post(workerApplyOutputSchema, "apply", body, { ...options, ...once })
      .catch(() => undefined);
    if (!output?.success) throw error;
  }
}

async function serviceFor(
  context: WorkerOperationsContext,
  action: string,
  request: WorkerStartupRequest,
  options?: CallOptions,
): Promise<ModelInstance> {
  checkInput(workerStartupRequestSchema, request, `The ${action} request`);
  formatWorkerKey(request.model, request.workerType);
  const [service] = await workerServices(context, request, options);
  return service as ModelInstance;
}

export async function workerApply(
  context: WorkerOperationsContext,
  request: WorkerApplyRequest,
  { instance: only, ...options }: ApplyOptions = {},
): Promise<WorkerApplyResult> {
  const workerKey = formatWorkerKey(request.model, request.workerType);
  checkInput(workerApplyRequestSchema, request, "The apply request");
  const registered = await context.registry.getAllInstances(workerKey, options);
  if (registered.length === 0) throw await nothingToUse(context.registry, workerKey, registered, options);
  const instances = only ? registered.filter((row) => addressOf(row) === addressOf(only)) : registered;
  if (only && instances.length === 0) {
    throw new NoHealthyInstanceError(`No instance of ${workerKey} is registered at ${addressOf(only)}.`, workerKey);
  }
  const body = workerApplyRequestToWire(request);
  const targets = instances.map((instance) => ({
    instance,
    apply: () => context.http(instance).post(workerApplyOutputSchema, "apply", body, { ...options, ...once }),
  }));
  const listAgain = () => context.registry.getAllInstances(workerKey, options);
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
  const rows = await registry.getAllInstances(workerKey, { ...options, healthyOnly: true });
  const matching = rows.filter(
    (row) => (at.host === undefined || row.host === at.host) && (at.port === undefined || row.port === at.port),
  );
  if (matching.length > 0) return matching;
  const where = at.host === undefined && at.port === undefined ? "" : ` at ${at.host ?? "*"}:${at.port ?? "*"}`;
  const known = rows.length > 0 ? `There are: ${rows.map(addressOf).join(", ")}.` : "None is registered.";
  throw new NoHealthyInstanceError(`No healthy worker process${where}. ${known}`, workerKey);
}
