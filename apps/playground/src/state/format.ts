import type { Language } from "./preferences.ts";

/** Milliseconds as people say them: `85 ms`, `1.2 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  return seconds < 60
    ? `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
    : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export const formatCount = (count: number, language: Language): string =>
  new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en", { maximumFractionDigits: count < 10 ? 1 : 0 }).format(
    count,
  );
