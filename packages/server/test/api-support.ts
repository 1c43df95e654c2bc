import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { createStandInCluster, type StandInCluster, type StandInOptions } from "@modelfleet/testing";
import { createTransport, type Timeouts } from "@modelfleet/transport";
import { type ApiAppOptions, apiApp } from "../src/index.ts";

export interface ApiSetUp {
  app: ReturnType<typeof apiApp>;
  cluster: StandInCluster;
  /** What was reported to the operator. */
  reported: unknown[];
  get(path: string, init?: RequestInit): Promise<Response>;
  post(path: string, body: unknown, init?: RequestInit): Promise<Response>;
}

/** The API over a stand-in cluster, through the real client; no port is opened. */
export function setUpApi(
  clusterOptions: StandInOptions = {},
  options: ApiAppOptions = {},
  timeouts: Partial<Timeouts> = {},
): ApiSetUp {
  const cluster = createStandInCluster(clusterOptions);
  const transport = createTransport({ fetch: cluster.fetch, timeouts });
  const registry = new ModelRegistryClient({ transport, controller: cluster.controllerUrl });
  const manager = new RemoteWorkerManager({ registry, transport });
  const reported: unknown[] = [];
  const app = apiApp(manager, registry, { onError: (error) => reported.push(error), ...options });
  const fetch = async (path: string, init: RequestInit): Promise<Response> =>
    app.fetch(new Request(`http://api.test${path}`, init));
  return {
    app,
    cluster,
    reported,
    get: (path, init = {}) => fetch(path, init),
    post: (path, body, init = {}) =>
      fetch(path, {
        method: "POST",
        body: typeof body === "string" ? body : JSON.stringify(body),
        ...init,
        headers: { "content-type": "application/json", ...(init.headers as Record<string, string> | undefined) },
      }),
  };
}

interface ApiFault {
  error: { message: string; type: string; param: string | null; code: string | null };
}

/** The error in an answer, with its status. */
export async function faultOf(response: Response): Promise<ApiFault["error"] & { status: number }> {
  const { error } = (await response.json()) as ApiFault;
  return { status: response.status, ...error };
}

/** An answer, loosely. */
export interface Answer {
  id: string;
  model: string;
  choices: { index: number; text?: string; message: { content: string }; finish_reason: string }[];
  data: { index: number; object: string; embedding: number[] }[];
  results: { index: number; relevance_score: number }[];
  usage: unknown;
}

export async function jsonOf<T = Answer>(response: Promise<Response>): Promise<T> {
  return (await (await response).json()) as T;
}

/** One event's data, loosely. */
export interface Chunk {
  id?: string;
  object?: string;
  model?: string;
  created?: number;
  choices?: {
    index: number;
    delta?: { role?: string; content?: string; reasoning_content?: string };
    text?: string;
    finish_reason: string | null;
  }[];
  usage?: unknown;
  error?: ApiFault["error"];
}

/** The events of a stream; `done` says whether it ended with `[DONE]`. */
export async function eventsOf(response: Response): Promise<{ chunks: Chunk[]; done: boolean }> {
  const events = (await response.text()).split("\n\n").filter((event) => event !== "");
  const data = events.map((event) => event.replace(/^data: /, ""));
  const done = data.at(-1) === "[DONE]";
  return { chunks: (done ? data.slice(0, -1) : data).map((text) => JSON.parse(text) as Chunk), done };
}

/** What a reader of the stream has at its end, by choice. */
export function textsOf(chunks: readonly Chunk[]): string[] {
  const texts: string[] = [];
  for (const { index, delta, text } of chunks.flatMap((chunk) => chunk.choices ?? [])) {
    texts[index] = (texts[index] ?? "") + (delta?.content ?? text ?? "");
  }
  return texts;
}

export const question = [{ role: "user", content: "Why is the sky blue?" }];
