const quarterHourMs = 15 * 60_000;

/**
 * Tells how long ago heartbeats were. Controllers give the time by their own clock and without its zone: zones differ by
 * whole quarters of an hour, and the newest heartbeat of a healthy fleet is a moment old. The zone that was found is
 * kept for when nothing is healthy any more.
 */
export class HeartbeatClock {
  #zoneMs: number | undefined;

  /** Seconds by the order given; `undefined` for what is no time. */
  ages(rows: readonly { lastHeartbeat?: string | undefined; healthy: boolean }[], now: number): (number | undefined)[] {
    const times = rows.map(({ lastHeartbeat }) =>
      lastHeartbeat === undefined ? Number.NaN : Date.parse(`${lastHeartbeat.replace(/Z$/, "")}Z`),
    );
    const newest = (of: readonly number[]): number => Math.max(...of.filter((time) => !Number.isNaN(time)));
    const healthy = newest(times.filter((_, index) => rows[index]?.healthy));
    if (Number.isFinite(healthy) || this.#zoneMs === undefined) {
      const from = Number.isFinite(healthy) ? healthy : newest(times);
      if (Number.isFinite(from)) this.#zoneMs = Math.round((now - from) / quarterHourMs) * quarterHourMs;
    }
    const zoneMs = this.#zoneMs ?? 0;
    return times.map((time) => (Number.isNaN(time) ? undefined : Math.max(0, (now - time - zoneMs) / 1_000)));
  }
}
