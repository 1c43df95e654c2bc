const levels = [..."▁▂▃▄▅▆▇█"];

/** The last `width` values as a line of bars, the newest at its end. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-width);
  const most = Math.max(...shown);
  const bars = shown.map((value) => {
    if (!(most > 0) || value <= 0) return levels[0];
    return levels[Math.min(levels.length - 1, Math.ceil((value / most) * (levels.length - 1)))];
  });
  return bars.join("");
}
