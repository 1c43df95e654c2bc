/** Bytes as people say them: `512 B`, `3.4 KB`, `12 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${Math.round(bytes)} B`;
  const [value, unit] = bytes < 999_500 ? [bytes / 1_000, "KB"] : [bytes / 1_000_000, "MB"];
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}

/** Milliseconds since a request, to the millisecond: `0.412 s`. */
export const formatAt = (ms: number): string => `${(ms / 1_000).toFixed(3)} s`;

/** A time between two frames: `0.3 ms`, `41 ms`, `1.2 s`. */
export function formatGap(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
