import { createNodeTransport } from "@modelfleet/transport/node";
import { openRegistry } from "../controller/open-registry.ts";
import { reasonOf } from "../controller/reason.ts";
import type { FoundDaemon } from "./daemon-records.ts";

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
    if (kind === "apiserver") {
      await ask(`${url}/api/health`, undefined, signal);
      return { health: "healthy", detail: `in front of ${controller}` };
    }
    const rows = await rowsOf(url, token, signal);
    const unhealthy = rows.filter(({ healthy }) => !healthy).length;
    const detail = `${counted(rows.length, "instance")}${unhealthy > 0 ? `, ${unhealthy} unhealthy` : ""}`;
    return { health: "healthy", detail };
  } catch (error) {
    signal.throwIfAborted();
    return unwell("it does not answer", error);
  }
}

async function workerHealth(
  url: string,
  controller: string,
  token: string | undefined,
  signal: AbortSignal,
): Promise<DaemonHealth> {
  // It says under which address it registers.
  const [self] = (await ask(`${url}/api/worker/models/supports`, token, signal)) as { host: string; port: number }[];
  let rows: Awaited<ReturnType<typeof rowsOf>>;
  try {
    rows = await rowsOf(controller, token, signal);
  } catch (error) {
    signal.throwIfAborted();
    return unwell(`its controller ${controller} does not answer`, error);
  }
  const own = rows.filter(({ host, port }) => host === self?.host && port === self.port);
  const unhealthy = own.filter(({ healthy }) => !healthy).length;
  if (own.length === 0) return { health: "unhealthy", detail: `not registered with ${controller}` };
  // One row is the worker's own.
  const models = counted(own.filter(({ workerType }) => workerType !== "service").length, "model");
  if (unhealthy === 0) return { health: "healthy", detail: `${models} at ${controller}` };
  return { health: "unhealthy", detail: `${unhealthy} of its ${own.length} instances unhealthy at ${controller}` };
}

async function rowsOf(controller: string, token: string | undefined, signal: AbortSignal) {
  await using open = openRegistry(controller, token);
  return open.registry.getAllModelInstances({ signal: limited(signal) });
}

async function ask(url: string, token: string | undefined, signal: AbortSignal): Promise<unknown> {
  const transport = createNodeTransport({ token });
  try {
    return await transport.json({ method: "GET", url, signal: limited(signal) });
  } finally {
    await transport.close();
  }
}

function limited(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
}

function unwell(what: string, error: unknown): DaemonHealth {
  const status = (error as { status?: number }).status;
  if (status === 401 || status === 403) {
    return { health: "unhealthy", detail: "it wants another MODELFLEET_TOKEN than the one that is set here" };
  }
  const late = error instanceof DOMException && error.name === "TimeoutError";
  return { health: "unhealthy", detail: `${what}: ${late ? `nothing within ${limitMs} ms` : reasonOf(error)}` };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
