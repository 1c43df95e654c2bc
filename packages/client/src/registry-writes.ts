import {
  type CallOptions,
  type ModelInstanceAddress,
  type ModelInstanceRegistration,
  readResponse,
  registrationToWire,
} from "@modelfleet/core";
import type { TransportRequest } from "@modelfleet/transport";
import * as v from "valibot";
import { controllersUnavailable } from "./controllers-unavailable.ts";
import { hasStatus } from "./has-status.ts";

export interface ControllersContext {
  controllers: readonly string[];
  /** @param request its URL is the route, without the controller */
  call(controller: string, request: TransportRequest, options?: CallOptions): Promise<unknown>;
}

/** Whether a controller answers. */
export interface ControllerHealth {
  url: string;
  healthy: boolean;
  /** Why it is not. */
  error?: unknown;
}

const acceptedSchema = v.nullish(v.boolean(), true);

export async function registerInstance(
  context: ControllersContext,
  instance: ModelInstanceRegistration,
  options?: CallOptions,
): Promise<boolean> {
  const body = registrationToWire(instance);
  return tellAll(context, { method: "POST", url: "/api/controller/models", body }, options);
}

export async function deregisterInstance(
  context: ControllersContext,
  { workerKey, host, port }: ModelInstanceAddress,
  options: CallOptions & { removeFromRegistry?: boolean | undefined },
): Promise<boolean> {
  const query = { model_name: workerKey, host, port, remove_from_registry: options.removeFromRegistry || undefined };
  return tellAll(context, { method: "DELETE", url: "/api/controller/models", query }, options);
}

export async function sendHeartbeat(
  context: ControllersContext,
  instance: ModelInstanceRegistration,
  options?: CallOptions,
): Promise<boolean> {
  const body = registrationToWire(instance);
  return tellAll(context, { method: "POST", url: "/api/controller/heartbeat", body }, options);
}

export async function health(context: ControllersContext, options?: CallOptions): Promise<ControllerHealth[]> {
  return Promise.all(
    context.controllers.map(async (url): Promise<ControllerHealth> => {
      try {
        await probe(context, url, options);
        return { url, healthy: true };
      } catch (error) {
        options?.signal?.throwIfAborted();
        return { url, healthy: false, error };
      }
    }),
  );
}

async function probe(context: ControllersContext, controller: string, options?: CallOptions): Promise<void> {
  try {
    await context.call(controller, { method: "GET", url: "/api/health" }, options);
  } catch (error) {
    // Controllers before 0.5.9 have no health route.
    if (!hasStatus(error, 404)) throw error;
    await context.call(controller, { method: "GET", url: "/api/controller/models" }, options);
  }
}

/** Every controller keeps a registry of its own, so each of them is told. One that listens is enough. */
async function tellAll(
  { controllers, call }: ControllersContext,
  request: TransportRequest,
  options?: CallOptions,
): Promise<boolean> {
  const results = await Promise.allSettled(
    controllers.map(async (controller) =>
      readResponse(acceptedSchema, await call(controller, request, options), `The answer of ${controller}`),
    ),
  );
  options?.signal?.throwIfAborted();
  const accepted = results.filter((result) => result.status === "fulfilled");
  if (accepted.length > 0) return accepted.some((result) => result.value);
  throw controllersUnavailable(results.map((result) => (result as PromiseRejectedResult).reason));
}
