/** One figure. Labels are few and of bounded values: each set of them is a time series of its own. */
export interface MetricSample {
  /** What a histogram adds to the family's name. */
  suffix?: "_bucket" | "_sum" | "_count";
  labels: Readonly<Record<string, string>>;
  value: number;
}

/** Figures of one name, as Prometheus has them. */
export interface MetricFamily {
  /** Begins with `modelfleet_`, unless others have a name for the same; seconds end in `_seconds`, what only grows in `_total`. */
  name: string;
  type: "counter" | "gauge" | "histogram";
  help: string;
  samples: readonly MetricSample[];
}

/** What can say how it is doing, such as a `LocalWorkerManager`. */
export interface MetricsSource {
  metrics(): readonly MetricFamily[] | Promise<readonly MetricFamily[]>;
}

/** The figures of several, one after another. */
export async function metricsOf(sources: readonly MetricsSource[]): Promise<MetricFamily[]> {
  return (await Promise.all(sources.map((source) => source.metrics()))).flat();
}
