import type { Answer } from "./answer.ts";

/** How fast an answer was, in a line. */
export function describeTiming({ usage, timing, text }: Answer): string {
  const { totalMs, firstTokenMs, tokensPerSecond } = timing;
  const size = usage?.completionTokens ? count(usage.completionTokens, "token") : count(text.length, "character");
  return [
    `${size} in ${seconds(totalMs)}`,
    ...(tokensPerSecond === undefined ? [] : [`${speed(tokensPerSecond)} tokens/s`]),
    ...(firstTokenMs === undefined ? [] : [`first after ${seconds(firstTokenMs)}`]),
  ].join(" · ");
}

/** `120 ms`, `3.2 s` or `1 min 5 s`. */
export function seconds(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export function speed(perSecond: number): string {
  return perSecond < 100 ? perSecond.toFixed(1) : String(Math.round(perSecond));
}

export function count(number: number, what: string): string {
  return `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
}
