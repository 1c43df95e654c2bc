/**
 * A screen with its times and ports masked, in place, so that columns stay where they are: what is left is the same in
 * every run.
 */
export function masked(lines: readonly string[]): string {
  const inPlace = (text: string, shown: string): string => shown.padStart(text.length);
  return `${lines
    .map((line) =>
      line
        .replaceAll(/\b(127\.0\.0\.1|localhost):\d{4,5}\b/g, (found, host: string) => {
          return `${host}:${"".padStart(found.length - host.length - 1, "#")}`;
        })
        .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, "2026-01-01T00:00:00")
        .replaceAll(/\b\d\d:\d\d:\d\d\b/g, "00:00:00")
        .replace(
          /about .* for half of them, .* for 90 %, .* for 99 %/,
          "about 5ms for half of them, 5ms for 90 %, 5ms for 99 %",
        )
        .replaceAll(/([▁-█])[▁-█]*/gu, (_chart, first: string) => first.repeat(10))
        .replace(/\b\d+s ago/, "1s ago")
        .replaceAll(/ {2,}[\d.]+m?s\b(?! ago)/g, (found) => inPlace(found, "1s")),
    )
    .join("\n")
    .trimEnd()}\n`;
}
