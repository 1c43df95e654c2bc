import {
  type CallOptions,
  type ModelInstanceAddress,
  type ModelWorker,
  NoHealthyInstanceError,
  type WorkerManager,
  type WorkerType,
} from "@modelfleet/core";
import { UnprocessableRequest } from "../http/unprocessable.ts";

/** Names the instance that a call is for, as `host:port`, where the client has chosen one itself. */
const instanceHeader = "x-modelfleet-instance";

type Address = Pick<ModelInstanceAddress, "host" | "port">;

/** The instance that the request is for; `undefined` where the choice is left to the manager. */
export function askedInstance(request: Request): Address | undefined {
  const value = request.headers.get(instanceHeader);
  if (value === null) return undefined;
  const colon = value.lastIndexOf(":");
  const port = Number(value.slice(colon + 1));
  if (colon < 1 || !Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new UnprocessableRequest([
      { type: "value_error", loc: ["header", instanceHeader], msg: "Expected host:port" },
    ]);
  }
  return { host: value.slice(0, colon), port };
}

/** Only a registered instance is ever reached, so that nobody is sent to other hosts through a gateway. */
export async function exactWorker(
  manager: WorkerManager,
  workerType: WorkerType,
  model: string,
  at: Address,
  options: CallOptions,
): Promise<ModelWorker> {
  const runs = await manager.getModelInstances(workerType, model, { ...options, healthyOnly: false });
  const run = runs.find(({ host, port }) => host === at.host && port === at.port);
  if (run) return run.worker;
  throw new NoHealthyInstanceError(
    `No instance of ${model}@${workerType} is registered at ${at.host}:${at.port}.`,
    `${model}@${workerType}`,
  );
}
