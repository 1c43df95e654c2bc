import type { WorkerManager } from "@modelfleet/core";
import type { Hono } from "hono";
import type { GenericSchema } from "valibot";
import { answering } from "../http/answering.ts";
import { type AppOptions, defaultMaxBodyBytes } from "../http/guard.ts";
import { allowed, methodNotAllowed } from "../http/method-not-allowed.ts";
import { passedOn } from "../http/passed-on.ts";
import { Query } from "../http/query.ts";
import { readBody } from "../http/read-body.ts";
import { noteModel } from "../http/request-notes.ts";
import type { WireGeneration } from "../wire/wire-generation.ts";

export interface WorkerAppOptions extends AppOptions {
  /** The form of the answers; `common` by default, which clients of every version read. */
  generation?: WireGeneration | undefined;
}

/** What goes with each call that a request causes. */
export type RequestCall = ReturnType<typeof passedOn>;

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
    answer: (body: T, request: Request, call: RequestCall) => Promise<Response>,
  ): void {
    const route = `/api/worker/${path}`;
    const answered = answering(async ({ req: { raw } }, requestId) => {
      const body = await readBody(raw, schema, this.#maxBodyBytes);
      noteModel(raw, (body as { model?: unknown }).model);
      return answer(body, raw, passedOn(raw, requestId));
    });
    this.#app.post(route, answered);
    this.#app.all(route, methodNotAllowed(allowed.POST));
  }

  get(path: string, answer: (query: Query, request: Request, call: RequestCall) => Promise<Response>): void {
    const route = `/api/worker/${path}`;
    const answered = answering(({ req }, requestId) =>
      answer(new Query(req.query()), req.raw, passedOn(req.raw, requestId)),
    );
    this.#app.get(route, answered);
    this.#app.all(route, methodNotAllowed(allowed.GET));
  }
}
