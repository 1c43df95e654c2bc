import { HttpStatusError, ModelfleetError, type TimeoutError } from "@modelfleet/core";
import type { Transport } from "@modelfleet/transport";
import { reasonOf } from "../controller/reason.ts";

/** A server's answer to a question, and what it tells of the server. */
export interface Answer {
  json: unknown;
  ms: number;
  /** How far the server's clock is ahead of ours, in milliseconds, to a second; undefined where it does not tell. */
  clockAheadMs: number | undefined;
}

const timeouts = { connectMs: 3_000, firstFrameMs: 5_000, idleMs: 5_000 };
const maxBytes = 16 * 1024 * 1024;

/** Rejects as a transport does. */
export async function askServer(transport: Transport, url: string, signal: AbortSignal): Promise<Answer> {
  const askedAt = Date.now();
  const stream = await transport.stream({ method: "GET", url, signal, timeouts });
  const answeredAt = Date.now();
  const date = Date.parse(stream.header("date") ?? "");
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of stream.bytes) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > maxBytes) throw new RangeError("the answer has no end");
  }
  return {
    json: parsed(text),
    ms: answeredAt - askedAt,
    // The header has whole seconds: on average half a second has gone by.
    clockAheadMs: Number.isNaN(date) ? undefined : date + 500 - (askedAt + answeredAt) / 2,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What kind of failure it is, for advice that fits. */
export type FailureKind = "no-token" | "wrong-token" | "status" | "web-page" | "timeout" | "connection" | "other";

export interface Failure {
  kind: FailureKind;
  /** In a few words. */
  reason: string;
}

export function failureOf(error: unknown, token: string | undefined): Failure {
  if (error instanceof HttpStatusError) {
    const { status } = error;
    if (status === 401) {
      return token
        ? { kind: "wrong-token", reason: "refuses MODELFLEET_TOKEN (401)" }
        : { kind: "no-token", reason: "wants a token (401)" };
    }
    return { kind: "status", reason: `answers ${status}` };
  }
  if (ModelfleetError.isInstance(error, "unexpected_content_type")) {
    return { kind: "web-page", reason: "answers with a web page" };
  }
  if (ModelfleetError.isInstance(error, "timeout")) {
    const { limitMs } = error as TimeoutError;
    return { kind: "timeout", reason: `does not answer within ${limitMs / 1000} s` };
  }
  if (ModelfleetError.isInstance(error, "connection_failed")) {
    // Node's parser: something took the connection and said something.
    if (String((error.cause as { code?: unknown } | undefined)?.code).startsWith("HPE_")) {
      return { kind: "other", reason: "answers with something that is not HTTP" };
    }
    return { kind: "connection", reason: `cannot be reached: ${reasonOf(error)}` };
  }
  return { kind: "other", reason: `fails: ${reasonOf(error)}` };
}
