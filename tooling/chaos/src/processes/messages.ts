import type { Measured, Opened } from "../footprint.ts";

/** What the processes of the harness tell it, over their own channel. */
export type FromProcess =
  | { type: "ready"; port: number }
  /** A generation has ended on a worker, for whatever reason; by the clock of the machine. */
  | { type: "ended"; id: string; at: number }
  | ({ type: "counted" } & Opened)
  | ({ type: "measured" } & Measured)
  | { type: "failed"; reason: string };

export type ToProcess = { type: "count" } | { type: "measure" } | { type: "stop" };
