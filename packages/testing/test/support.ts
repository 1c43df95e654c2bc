import { createStandInCluster, type StandInCluster, type StandInOptions } from "../src/index.ts";

/** A message to a model, as a client puts it. */
export function prompt(text: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { model: "stand-in", messages: [{ role: "human", content: text }], echo: false, version: "v2", ...more };
}

/** A cluster and short ways to ask its first worker and its first controller. */
export function setUp(options?: StandInOptions) {
  const cluster = createStandInCluster(options);
  return { cluster, ...callers(cluster) };
}

function callers(cluster: StandInCluster) {
  const post = (path: string, body: unknown, init: RequestInit = {}, worker = 0): Promise<Response> =>
    cluster.fetch(`${cluster.workers[worker]?.url}/api/worker/${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      ...init,
      headers: { "content-type": "application/json", ...(init.headers as Record<string, string>) },
    });
  const get = (path: string): Promise<Response> => cluster.fetch(`${cluster.workers[0]?.url}/api/worker/${path}`);
  const controller = (path: string, init?: RequestInit, index = 0): Promise<Response> =>
    cluster.fetch(`${cluster.controllers[index]?.url}/api/${path}`, init);
  const rows = async (query = ""): Promise<Row[]> => read<Row[]>(await controller(`controller/models${query}`));
  return { post, get, controller, rows };
}

export interface Row {
  model_name: string;
  host: string;
  port: number;
  healthy: boolean;
  enabled: boolean;
  weight: number;
}

export interface Frame {
  text?: string;
  content?: { type: string; object: { data: string | null; format: string } } | { type: string; object: object }[];
  error_code: unknown;
  finish_reason: string | null;
  usage: Record<string, number> | null;
  metrics: Record<string, unknown> | null;
  [key: string]: unknown;
}

/** A body whose shape the test knows. */
export async function read<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

/** The texts of frames between NUL bytes; what follows the last one is the tail. */
export async function split(response: Response): Promise<{ frames: string[]; tail: string }> {
  const parts = (await response.text()).split("\0");
  const tail = parts.pop() ?? "";
  return { frames: parts, tail };
}

export async function frames(response: Response): Promise<Frame[]> {
  return (await split(response)).frames.map((frame) => JSON.parse(frame));
}

export function textOf(frame: Frame | undefined): string | undefined {
  const parts = [frame?.content ?? []].flat() as { type: string; object: { data: string } }[];
  return frame?.text ?? parts.findLast(({ type }) => type === "text")?.object.data;
}
