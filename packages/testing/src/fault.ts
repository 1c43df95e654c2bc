import type { RecordedRequest } from "./recorded-request.ts";
import type { StandInRoute } from "./route.ts";

/** Which requests a fault meets. */
export interface FaultScope {
  /** Only this route, or these. By default every route that the fault makes sense for. */
  route?: StandInRoute | readonly StandInRoute[] | undefined;
  method?: string | undefined;
  /** How many requests it meets before it is over; without end by default. */
  times?: number | undefined;
  /** Only these requests. */
  when?: ((request: RecordedRequest) => boolean) | undefined;
}

/** Which rows a fault of the registry changes: all by default. */
interface RowScope {
  /** A worker key, `name@type`. */
  workerKey?: string | undefined;
  /** A worker's id, such as `worker-1`. */
  worker?: string | undefined;
}

/** What can go wrong with any answer. */
export type AnswerFault =
  /** The connection is refused: nothing arrives. */
  | { type: "refuse" }
  /** The request is taken, and the connection broken without an answer, as by a worker that dies of it. */
  | { type: "drop" }
  /** The answer waits for `ms` milliseconds, for the promise, or for both. */
  | { type: "delay"; ms?: number | undefined; until?: Promise<unknown> | undefined }
  /** No answer until the caller gives up or the fault is disposed. */
  | { type: "hang" }
  /** Another status, 500 by default, with a body in plain text. `retryAfter` is in seconds. */
  | {
      type: "status";
      status?: number | undefined;
      body?: string | undefined;
      retryAfter?: number | undefined;
      headers?: Readonly<Record<string, string>> | undefined;
    }
  /** A page of HTML, as a proxy or a wrong address gives it; status 502 by default. */
  | { type: "html"; status?: number | undefined; body?: string | undefined }
  /** Status 200 and this body, by default one that is not JSON, as `application/json`. */
  | { type: "garbage"; body?: string | undefined }
  /** The right answer under another content type. */
  | { type: "content-type"; value: string }
  /** The right answer in pieces of this many bytes, cutting anywhere. */
  | { type: "chunks"; bytes: number };

/** What can go wrong in a stream. Frames count from 0. */
export type StreamFault =
  /** Ends properly, but inside the frame that follows `afterFrames` (1) whole ones. */
  | { type: "cut"; afterFrames?: number | undefined; bytes?: number | undefined }
  /** The connection breaks after `afterFrames` (1) whole frames and `bytes` (0) of the next. */
  | { type: "reset"; afterFrames?: number | undefined; bytes?: number | undefined }
  /** Nothing more after `afterFrames` (1), until the caller gives up or the fault is disposed. */
  | { type: "stall"; afterFrames?: number | undefined }
  /** `frame` (0) is not JSON. */
  | { type: "malformed"; frame?: number | undefined; body?: string | undefined }
  /** `frame` (0) has an `error_code` that is no number. */
  | { type: "error-code-type"; frame?: number | undefined; value?: unknown }
  /** `frame` (0) fails with `code` (1) and `message`, and is the last. */
  | { type: "error"; frame?: number | undefined; code?: number | undefined; message?: string | undefined }
  /** `frame` (0) has a text of `bytes` (16 MiB and one). */
  | { type: "oversized"; frame?: number | undefined; bytes?: number | undefined }
  /** `ms` milliseconds before each frame. */
  | { type: "slow"; ms: number };

/** What can be wrong with the rows of a registry. */
export type RegistryFault =
  | ({ type: "unhealthy" } & RowScope)
  | ({ type: "disabled" } & RowScope)
  | { type: "empty-registry" };

export type StandInFault = (AnswerFault | StreamFault | RegistryFault) & FaultScope;

/** `*`, all of a kind, or one server by its id. */
export type FaultTarget = "*" | "controllers" | "workers" | (string & {});

/** Ends the fault; also at the end of a block, with `using`. */
export interface FaultHandle extends Disposable {
  (): void;
  /** How many requests it has met. */
  readonly met: number;
}

/** The routes of each fault that does not fit all of them. */
export const faultRoutes: Partial<Record<StandInFault["type"], readonly StandInRoute[]>> = {
  cut: ["generate_stream"],
  reset: ["generate_stream"],
  stall: ["generate_stream"],
  malformed: ["generate_stream"],
  "error-code-type": ["generate_stream", "generate"],
  error: ["generate_stream", "generate"],
  oversized: ["generate_stream", "generate"],
  slow: ["generate_stream", "generate"],
  unhealthy: ["models"],
  disabled: ["models"],
  "empty-registry": ["models"],
};
