import type { WorkerManager } from "@modelfleet/core";
import type { Hono } from "hono";
import type { GenericSchema } from "valibot";
import { type AppOptions, defaultMaxBodyBytes } from "../http/guard.ts";
import { detailAnswer } from "../http/json-answer.ts";
import { Query } from "../http/query.ts";
import { readBody } from "../http/read-body.ts";
import type { WireGeneration } from "../wire/wire-generation.ts";

export interface WorkerAppOptions extends AppOptions {
  /** The form of the answers; `common` by default, which clients of every version read. */
  generation?: WireGeneration | undefined;
}

/** What the routes of a worker share. */
export class WorkerAppContext {
  readonly manager: WorkerManager;
  readonly generation: WireGeneration;
  readonly #app: Hono;
  readonly #maxBodyBytes: number;

  constructor(app: Hono, manager: WorkerManager, options: WorkerAppOptions) {
    this.manager = manager;
    this.generation = options.generation ?? "common";
    this.#app = app;
    this.#maxBodyBytes = options.maxBodyBytes ?? defaultMaxBodyBytes;
  }

  /** A route that takes a body. */
  post<T>(
    path: string,
    schema: GenericSchema<unknown, T>,
    answer: (body: T, request: Request) => Promise<Response>,
  ): void {
    const route = `/api/worker/${path}`;
    this.#app.post(route, async (c) => answer(await readBody(c.req.raw, schema, this.#maxBodyBytes), c.req.raw));
    this.#refuseOthers(route);
  }

  get(path: string, answer: (query: Query, request: Request) => Promise<Response>): void {
    const route = `/api/worker/${path}`;
    this.#app.get(route, async (c) => answer(new Query(c.req.query()), c.req.raw));
    this.#refuseOthers(route);
  }

  #refuseOthers(route: string): void {
    this.#app.all(route, () => detailAnswer("Method Not Allowed", 405));
  }
}
