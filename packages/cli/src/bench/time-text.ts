/** Milliseconds with three digits that count. */
export function timeText(ms: number): string {
  if (ms >= 1000) return `${digits(ms / 1000)} s`;
  return `${digits(ms)} ms`;
}

export function digits(value: number): string {
  if (value >= 100 || value === 0) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
