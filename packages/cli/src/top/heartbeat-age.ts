const quarterHourMs = 15 * 60_000;

/**
 * How long ago each heartbeat was, in seconds. Registries tell the time without its zone: zones differ by whole quarters
 * of an hour, and the newest heartbeat of a fleet that lives is a minute old at most. Undefined for what is no time.
 */
export function heartbeatAges(heartbeats: readonly (string | undefined)[], now: number): (number | undefined)[] {
  const times = heartbeats.map((text) => (text === undefined ? Number.NaN : Date.parse(`${text.replace(/Z$/, "")}Z`)));
  const newest = Math.max(...times.filter((time) => !Number.isNaN(time)));
  const zoneMs = Math.round((now - newest) / quarterHourMs) * quarterHourMs;
  return times.map((time) => (Number.isNaN(time) ? undefined : Math.max(0, (now - time - zoneMs) / 1000)));
}
