import type { StreamKind } from "../decoding/streams.ts";

/** What a client process is asked to measure. */
export type Task = { what: "read"; kind: StreamKind; streams: number } | PacedTask;

export interface PacedTask {
  what: "paced";
  kind: StreamKind;
  /** At once. */
  streams: number;
  seconds: number;
}

export interface Reading {
  /** CPU time of the process for one stream, in milliseconds. */
  cpuMs: number;
  /** Frames, or pieces where bytes are drained, of one stream. */
  pieces: number;
}

export interface PacedReading {
  /** The 99th percentile of the event loop's delay, in milliseconds. */
  lagMs: number;
  /** The part of the frames that were due in the time and came. */
  kept: number;
  /** CPU time of the process for what one stream sends in a second, in milliseconds. */
  cpuMs: number;
  /** The part of a core that the thread had: on a busy machine an event loop is never idle and gets little done. */
  busy: number;
}
