import type { MetricFamily, MetricsSource } from "./metric-family.ts";

/** Requests by route and status. */
export class RequestCounter implements MetricsSource {
  readonly #name: string;
  readonly #counts = new Map<string, { route: string; status: string; count: number }>();

  /** @param name of the family, without `modelfleet_` */
  constructor(name: string) {
    this.#name = name;
  }

  /** @param route from the app's own list, never what a caller sends */
  add(route: string, status: number): void {
    const key = `${route} ${status}`;
    const known = this.#counts.get(key);
    if (known) known.count += 1;
    else this.#counts.set(key, { route, status: String(status), count: 1 });
  }

  metrics(): MetricFamily[] {
    const samples = [...this.#counts.values()].map(({ route, status, count }) => ({
      labels: { route, status },
      value: count,
    }));
    return [{ name: `modelfleet_${this.#name}`, type: "counter", help: "Requests by route and status.", samples }];
  }
}
