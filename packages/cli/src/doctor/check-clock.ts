import { type Finding, warning } from "./finding.ts";

/** More than what the header's whole seconds and a slow network explain. */
const tolerableMs = 5_000;

/** @param server such as `controller http://…` */
export function checkClock(server: string, clockAheadMs: number | undefined): Finding[] {
  if (clockAheadMs === undefined || Math.abs(clockAheadMs) <= tolerableMs) return [];
  const seconds = Math.round(Math.abs(clockAheadMs) / 1000);
  return [
    warning(
      "controller",
      `the clock of ${server} is ${seconds} s ${clockAheadMs > 0 ? "ahead of" : "behind"} this machine's`,
      "Set both by NTP: heartbeats, logs and the times of answers cannot be compared otherwise.",
    ),
  ];
}
