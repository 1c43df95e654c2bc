import type { Spoken } from "../state/wording.ts";
import type { fleetWording } from "./fleet-wording.ts";

/** How long ago, in one unit. */
export function ageText(seconds: number, t: Spoken<typeof fleetWording>): string {
  if (seconds < 1) return t.now;
  if (seconds < 90) return t.ago(t.seconds(Math.round(seconds)));
  if (seconds < 90 * 60) return t.ago(t.minutes(Math.round(seconds / 60)));
  return t.ago(t.hours(Math.round(seconds / 3_600)));
}
