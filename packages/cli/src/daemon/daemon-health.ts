import type { ModelInstance } from "@modelfleet/core";
import { createNodeTransport } from "@modelfleet/transport/node";
import { connectOptions } from "../controller/connect-options.ts";
import { openRegistry } from "../controller/open-registry.ts";
import { reasonOf } from "../controller/reason.ts";
import type { FoundDaemon } from "./find-daemons.ts";

/** Long for a machine's own port, short for a person who waits. */
const limitMs = 3_000;

export interface DaemonHealth {
  /** Whether it does what it is for. `dead`: its process ended without being stopped. */
  health: "healthy" | "unhealthy" | "dead";
  /** In a line. */
  detail: string;
}

/** Asks a server how it is: a controller for its registry, a worker for itself and its controller for its rows. */
export async function healthOf(
  { record, alive }: FoundDaemon,
  token: string | undefined,
  signal: AbortSignal,
): Promise<DaemonHealth> {
  const { kind, url, controller } = record;
  if (!alive) return { health: "dead", detail: "killed or crashed" };
  try {
    if (kind === "worker") return await workerHealth(url, controller, token, signal);
    if (kind === "apiserver") return await apiServerHealth(url, controller, token, signal);
    return { health: "healthy", detail: described(await rowsOf(url, token, signal), "instance") };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Unwell) return { health: "unhealthy", detail: error.message };
    return { health: "unhealthy", detail: reason("it does not answer", error) };
  }
}

async function apiServerHealth(
  url: string,
  controller: string,
  token: string | undefined,
  signal: AbortSignal,
): Promise<DaemonHealth> {
  // It answers this without a key.
  await ask(`${url}/api/health`, undefined, signal);
  const rows = await rowsAt(controller, token, signal);
  return { health: "healthy", detail: `${described(rows, "instance")} at ${controller}` };
}

async function workerHealth(
  url: string,
  controller: string,
  token: string | undefined,
  signal: AbortSignal,
): Promise<DaemonHealth> {
  // It says under which address it registers.
  const [self] = (await ask(`${url}/api/worker/models/supports`, token, signal)) as { host: string; port: number }[];
  if (controller === "") return { health: "healthy", detail: "registered nowhere, as it was told" };
  const rows = await rowsAt(controller, token, signal);
  const own = rows.filter(({ host, port }) => host === self?.host && port === self.port);
  if (own.length === 0) return { health: "unhealthy", detail: `not registered with ${controller}` };
  const models = own.filter(({ workerType }) => workerType !== "service");
  // Its own row tells of its heartbeats; those of models may be of some that were stopped.
  const health = own.some((row) => row.healthy && !models.includes(row)) ? "healthy" : "unhealthy";
  return { health, detail: `${described(models, "model")} at ${controller}` };
}

/** @throws Unwell if the controller does not answer */
async function rowsAt(controller: string, token: string | undefined, signal: AbortSignal): Promise<ModelInstance[]> {
  try {
    return await rowsOf(controller, token, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw new Unwell(reason(`its controller ${controller} does not answer`, error));
  }
}

async function rowsOf(controller: string, token: string | undefined, signal: AbortSignal): Promise<ModelInstance[]> {
  await using open = openRegistry(controller, token);
  // Awaited here: what is open is let go of when this returns.
  return await open.registry.getAllModelInstances({ signal: limited(signal) });
}

async function ask(url: string, token: string | undefined, signal: AbortSignal): Promise<unknown> {
  const transport = createNodeTransport({ ...connectOptions(), token });
  try {
    return await transport.json({ method: "GET", url, signal: limited(signal) });
  } finally {
    await transport.close();
  }
}

function limited(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
}

/** The server answers, but cannot do what it is for. */
class Unwell extends Error {}

function reason(what: string, error: unknown): string {
  const status = (error as { status?: number }).status;
  if (status === 401 || status === 403) return "wants MODELFLEET_TOKEN, or another one";
  const late = error instanceof DOMException && error.name === "TimeoutError";
  return `${what}: ${late ? `nothing within ${limitMs} ms` : reasonOf(error)}`;
}

function described(rows: readonly ModelInstance[], what: string): string {
  const unhealthy = rows.filter(({ healthy }) => !healthy).length;
  return `${rows.length} ${what}${rows.length === 1 ? "" : "s"}${unhealthy > 0 ? `, ${unhealthy} unhealthy` : ""}`;
}
