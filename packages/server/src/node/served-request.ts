import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestNotes } from "../http/request-notes.ts";
import { hasGone } from "./incoming-request.ts";

/** A request that is over, for a log. Nothing of it that may be a prompt, an answer, a key or a token. */
export interface ServedRequest {
  method: string;
  /** Without the query. */
  path: string;
  /** 499 where the client left before there was one. */
  status: number;
  /** From its arrival until the end of its answer, in milliseconds. */
  durationMs: number;
  /** Whether the answer was broken off, by the client or by a failure. */
  broken: boolean;
  /** As in `x-request-id` of the answer. */
  requestId?: string | undefined;
  /** The model that it was for, as the caller wrote it. */
  model?: string | undefined;
  remoteAddress?: string | undefined;
}

/** Watches one request; nothing is done between its arrival and its end. */
export class RequestWatch {
  readonly notes: RequestNotes = {};
  /** Of the answer, once there is one. */
  requestId: string | undefined;

  constructor(incoming: IncomingMessage, outgoing: ServerResponse, onRequest: (served: ServedRequest) => void) {
    const began = performance.now();
    const { method = "GET", url = "/", socket } = incoming;
    const { remoteAddress } = socket;
    outgoing.once("close", () => {
      const gone = hasGone(outgoing);
      onRequest({
        method,
        path: url.split("?", 1)[0] as string,
        status: gone && !outgoing.headersSent ? 499 : outgoing.statusCode,
        durationMs: performance.now() - began,
        broken: gone,
        requestId: this.requestId,
        model: this.notes.model,
        remoteAddress,
      });
    });
  }
}
