import type { ClusterState, Controller, Worker } from "./cluster-state.ts";
import { answerController } from "./controller-routes.ts";
import { corsHeaders, preflight } from "./cors.ts";
import type { ActiveFault } from "./fault-board.ts";
import type { Generations } from "./generations.ts";
import { htmlPage, json, text } from "./http-answer.ts";
import { connectionRefused, connectionReset } from "./network-error.ts";
import { type RecordedRequest, recordRequest } from "./recorded-request.ts";
import { type ControllerRoute, findRoute, type WorkerRoute } from "./route.ts";
import { pathOn } from "./server.ts";
import { inPieces } from "./stream-body.ts";
import { settled, wait } from "./wait.ts";
import { answerWorker } from "./worker-routes.ts";

export interface Answering {
  state: ClusterState;
  generations: Generations;
  cors: readonly string[] | "*";
  onRequest(request: RecordedRequest): void;
}

export function findServer(state: ClusterState, url: URL): Controller | Worker | undefined {
  const all = [...state.controllers, ...state.workers];
  // Of two base addresses that fit, the longer one is meant.
  const fitting = all.filter(({ server }) => pathOn(server, url) !== undefined);
  return fitting.sort((a, b) => b.server.url.length - a.server.url.length)[0];
}

/** Answers one request, faults included. Rejects with `fetch`'s TypeError where the connection is refused. */
export async function answerRequest(answering: Answering, request: Request): Promise<Response> {
  const { state, cors } = answering;
  const url = new URL(request.url);
  const found = findServer(state, url);
  if (!found) throw connectionRefused(url.origin);
  const path = pathOn(found.server, url) ?? "/";
  const allowed = preflight(request, cors);
  if (allowed) return allowed;
  const { id, kind } = found.server;
  const route = findRoute(kind, path);
  const record = await recordRequest(request, { server: id, route: route?.name, path });
  const faults = state.faults.take(found.server, record);
  if (faults.some(({ fault }) => fault.type === "refuse")) {
    state.events.emit({ type: "refused", server: id, request: record });
    throw connectionRefused(url.origin);
  }
  answering.onRequest(record);
  await holdUp(faults, request.signal);
  if (request.signal.aborted) throw request.signal.reason;
  if (faults.some(({ fault }) => fault.type === "drop")) throw connectionReset();
  const response = replaced(faults) ?? (await routed(answering, found, record, faults, request.signal));
  return dressed(response, faults, corsHeaders(request, cors));
}

async function holdUp(faults: readonly ActiveFault[], signal: AbortSignal): Promise<void> {
  for (const { fault, over } of faults) {
    if (fault.type === "hang") await wait(Number.POSITIVE_INFINITY, [signal, over]);
    if (fault.type !== "delay") continue;
    if (fault.ms) await wait(fault.ms, [signal, over]);
    if (fault.until) await settled(fault.until, [signal, over]);
  }
}

/** The answer that a fault puts in place of the right one. */
function replaced(faults: readonly ActiveFault[]): Response | undefined {
  for (const { fault } of faults) {
    if (fault.type === "status") {
      const { status = 500, retryAfter } = fault;
      const headers = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
      const body = fault.body ?? (status === 429 ? "Too Many Requests" : "Internal Server Error");
      return text(body, status, { ...headers, ...fault.headers });
    }
    if (fault.type === "html") return htmlPage(fault.status ?? 502, fault.body);
    if (fault.type === "garbage") {
      return new Response(fault.body ?? '[{"model_name": "half', { headers: { "content-type": "application/json" } });
    }
  }
  return undefined;
}

async function routed(
  { state, generations }: Answering,
  found: Controller | Worker,
  request: RecordedRequest,
  faults: readonly ActiveFault[],
  signal: AbortSignal,
): Promise<Response> {
  const route = findRoute(found.server.kind, request.path);
  if (!route || (route.name === "health" && !state.traits.health)) return json({ detail: "Not Found" }, 404);
  if (!route.methods.includes(request.method)) return json({ detail: "Method Not Allowed" }, 405);
  return "registry" in found
    ? answerController(state, found, route.name as ControllerRoute, request, faults)
    : answerWorker(route.name as WorkerRoute, { state, worker: found, request, faults, generations, signal });
}

function dressed(response: Response, faults: readonly ActiveFault[], headers: Record<string, string>): Response {
  let result = response;
  for (const { fault } of faults) {
    if (fault.type === "content-type") result.headers.set("content-type", fault.value);
    if (fault.type === "chunks" && result.body) result = new Response(inPieces(result.body, fault.bytes), result);
  }
  for (const [name, value] of Object.entries(headers)) result.headers.set(name, value);
  return result;
}
