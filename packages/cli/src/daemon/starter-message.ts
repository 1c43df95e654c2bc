import type { DaemonRecord } from "./daemon-record.ts";

/** What a process in the background tells the command that started it, until it is ready. */
export type StarterMessage =
  | { type: "output"; stream: "stdout" | "stderr"; text: string }
  | { type: "ready"; record: DaemonRecord };
