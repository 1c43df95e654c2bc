/** Times and speeds in few characters, for narrow columns. */
export function secondsText(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)}ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`;
  if (seconds < 99.5) return `${Math.round(seconds)}s`;
  if (seconds < 5_970) return `${Math.round(seconds / 60)}m`;
  return seconds < 171_000 ? `${Math.round(seconds / 3_600)}h` : `${Math.round(seconds / 86_400)}d`;
}

/** An age, for which parts of a second do not count. */
export function ageText(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  return seconds < 99.5 ? `${Math.round(seconds)}s` : secondsText(seconds);
}

export function speedText(perSecond: number | undefined): string {
  if (perSecond === undefined) return "";
  return perSecond < 99.95 ? perSecond.toFixed(1) : countText(Math.round(perSecond));
}

export function countText(count: number | undefined): string {
  if (count === undefined) return "";
  if (count < 10_000) return String(count);
  return count < 999_500 ? `${Math.round(count / 1_000)}k` : `${(count / 1_000_000).toFixed(1)}M`;
}
