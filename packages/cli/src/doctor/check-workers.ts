import { HttpStatusError, type ModelInstance } from "@modelfleet/core";
import { workerUrl } from "../controller/worker-url.ts";
import { askServer, type FailureKind, failureOf } from "./answer.ts";
import { checkHost, isPrivateAddress } from "./check-host.ts";
import type { DoctorContext } from "./doctor-context.ts";
import { type Finding, ok, problem } from "./finding.ts";
import { inParallel } from "./in-parallel.ts";

interface Worker {
  host: string;
  port: number;
  models: string[];
}

const parallel = 16;

/**
 * A route that workers of every version have, by a method that it does not take: 405 says that it is there, and nothing is
 * done for it. `models/supports` keeps DB-GPT's workers from answering anybody for seconds.
 */
const probePath = "/api/worker/generate_stream";

/** Asks every worker that is registered, from here. */
export async function checkWorkers(
  instances: readonly ModelInstance[],
  controllerIsLocal: boolean,
  context: DoctorContext,
): Promise<Finding[]> {
  const workers = workersOf(instances);
  const found = await inParallel(workers, parallel, (worker) => checkWorker(worker, controllerIsLocal, context));
  return found.flat();
}

function workersOf(instances: readonly ModelInstance[]): Worker[] {
  const workers = new Map<string, Worker>();
  for (const { host, port, modelName, workerType } of instances) {
    const worker = workers.get(`${host}:${port}`) ?? { host, port, models: [] };
    workers.set(`${host}:${port}`, worker);
    if (workerType !== "service") worker.models.push(modelName);
  }
  return [...workers.values()];
}

async function checkWorker(
  worker: Worker,
  controllerIsLocal: boolean,
  { transport, token, signal }: DoctorContext,
): Promise<Finding[]> {
  const { host } = worker;
  const name = nameOf(worker);
  const wrongHost = await checkHost(host, name, controllerIsLocal);
  if (wrongHost) return [wrongHost];
  const askedAt = performance.now();
  try {
    await askServer(transport, workerUrl(worker) + probePath, signal);
    return [problem("worker", `${name} does not answer as a worker does`, adviceFor("web-page", host))];
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof HttpStatusError && error.status === 405) {
      return [ok("worker", `${name} answers in ${Math.round(performance.now() - askedAt)} ms`)];
    }
    const { kind, reason } = failureOf(error, token);
    return [problem("worker", `${name} ${reason}`, adviceFor(kind, host))];
  }
}

function nameOf({ host, port, models }: Worker): string {
  const [first = "no models", second, ...more] = models;
  const shown = [first, ...(second ? [second] : []), ...(more.length > 0 ? [`${more.length} more`] : [])];
  return `worker ${host}:${port} (${shown.join(", ")})`;
}

function adviceFor(kind: FailureKind, host: string): string {
  switch (kind) {
    case "no-token":
      return "Set MODELFLEET_TOKEN to the token that the worker was started with.";
    case "wrong-token":
      return "Start controller and workers with the same MODELFLEET_TOKEN, and set that here.";
    case "connection":
    case "timeout":
      return (
        `${isPrivateAddress(host) ? `${host} belongs to a private network, such as a container's or a company's. ` : ""}` +
        "The controller may reach it and this machine not: open its port in the firewall, publish it where it is a " +
        "container's, or let it register another address (dbgpt: --worker_register_host). If it was stopped, only its " +
        "row is left."
      );
    default:
      return "Another program may have the port since: restart the worker, and see what it registers.";
  }
}
