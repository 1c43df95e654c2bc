import { timeText } from "./time-text.ts";

const rows = 8;
const steps = [1, 2, 2.5, 5, 10];

/** How values in milliseconds spread, a bar for each range; the ranges are of one width, in round numbers. */
export function distributionChart(values: readonly number[], width: number): string[] {
  if (values.length === 0) return [];
  const sorted = values.toSorted((a, b) => a - b);
  // A few that took very long would press all others into one bar: they share the last one.
  const top = sorted[Math.ceil(sorted.length * 0.99) - 1] as number;
  const low = sorted[0] as number;
  const step = roundStep((top - low) / rows || top / rows || 1);
  const from = Math.floor(low / step) * step;
  const ranges = Math.max(1, Math.min(rows, Math.floor((top - from) / step) + 1));
  const counts = Array.from({ length: ranges }, () => 0);
  for (const value of sorted) {
    const range = Math.min(ranges - 1, Math.floor((value - from) / step));
    counts[range] = (counts[range] ?? 0) + 1;
  }
  const most = Math.max(...counts);
  const labels = counts.map((_, range) => {
    const last = range === ranges - 1 && (sorted.at(-1) as number) >= from + ranges * step;
    const begin = timeText(from + range * step);
    return last ? `from ${begin}` : `${begin} to ${timeText(from + (range + 1) * step)}`;
  });
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const numberWidth = String(most).length;
  const barWidth = Math.max(1, Math.min(50, width - labelWidth - numberWidth - 6));
  return counts.map((count, range) => {
    const bar = "█".repeat(count > 0 ? Math.max(1, Math.round((count / most) * barWidth)) : 0);
    return `  ${(labels[range] as string).padStart(labelWidth)}  ${String(count).padStart(numberWidth)}  ${bar}`.trimEnd();
  });
}

/** The next round number. */
function roundStep(atLeast: number): number {
  const scale = 10 ** Math.floor(Math.log10(atLeast));
  return (steps.find((step) => step * scale >= atLeast * 0.999) ?? 10) * scale;
}
