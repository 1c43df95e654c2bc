import {
  type CallOptions,
  formatWorkerKey,
  instanceHeader,
  ModelfleetError,
  type ModelInstanceAddress,
  type ModelWorker,
  NoHealthyInstanceError,
  type WorkerManager,
  type WorkerRunData,
  type WorkerType,
} from "@modelfleet/core";
import { UnprocessableRequest } from "../http/unprocessable.ts";

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
  const workerKey = formatWorkerKey(model, workerType);
  const query = { ...options, healthyOnly: false };
  const isIt = (run: WorkerRunData): boolean =>
    run.workerKey === workerKey && run.host === at.host && run.port === at.port;
  const known = await manager.getModelInstances(workerType, model, query);
  // What a manager has at hand may be older than the instance, which the client has just found in the registry.
  let unknown = "";
  const listed = async (): Promise<WorkerRunData[]> => {
    try {
      return await manager.getAllModelInstances(workerType, query);
    } catch (error) {
      if (!ModelfleetError.isInstance(error, "controller_unavailable")) throw error;
      // No reason for the client to give up: others of its instances may be known here.
      unknown = " as far as is known, while no controller answers";
      return [];
    }
  };
  const run = known.find(isIt) ?? (await listed()).find(isIt);
  if (run) return run.worker;
  const where = `${at.host}:${at.port}${unknown}`;
  throw new NoHealthyInstanceError(`No instance of ${workerKey} is registered at ${where}.`, workerKey);
}
