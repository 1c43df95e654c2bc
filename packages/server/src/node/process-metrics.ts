import { readdir, readFile } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { MetricFamily, MetricsSource } from "../metrics/metric-family.ts";

/** How often the event loop is looked at, in milliseconds. */
const looksEveryMs = 20;

/**
 * The figures of this process, by the names that Prometheus' own libraries give them: for the option `metrics` of an app.
 * Those of open files are there on Linux only.
 */
export function processMetrics(): MetricsSource {
  const delay = monitorEventLoopDelay({ resolution: looksEveryMs });
  delay.enable();
  return {
    async metrics() {
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed } = process.memoryUsage();
      // Nothing was measured yet right after its reset. The time between two looks is part of what it measures.
      const lag = delay.count === 0 ? 0 : Math.max(0, delay.percentile(99) / 1e9 - looksEveryMs / 1e3);
      delay.reset();
      return [
        one("process_cpu_seconds_total", "counter", "Time on processors.", (user + system) / 1e6),
        one("process_resident_memory_bytes", "gauge", "Memory that the process has.", rss),
        one("process_start_time_seconds", "gauge", "When it began, since 1970.", performance.timeOrigin / 1e3),
        ...(await openFiles()),
        one("nodejs_heap_size_used_bytes", "gauge", "Memory of JavaScript's objects.", heapUsed),
        one(
          "nodejs_eventloop_lag_p99_seconds",
          "gauge",
          "By how much the event loop was late, 99 of 100 times at most, since this was last read.",
          lag,
        ),
      ];
    },
  };
}

async function openFiles(): Promise<MetricFamily[]> {
  try {
    const [entries, limits] = await Promise.all([readdir("/proc/self/fd"), readFile("/proc/self/limits", "utf8")]);
    const [, most] = /^Max open files +(\d+)/m.exec(limits) ?? [];
    return [
      // Less the one that reads the list.
      one("process_open_fds", "gauge", "Open files and connections.", entries.length - 1),
      ...(most === undefined ? [] : [one("process_max_fds", "gauge", "How many may be open.", Number(most))]),
    ];
  } catch {
    return [];
  }
}

function one(name: string, type: "counter" | "gauge", help: string, value: number): MetricFamily {
  return { name, type, help, samples: [{ labels: {}, value }] };
}
