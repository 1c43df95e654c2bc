import type { MetricFamily } from "./metric-family.ts";

/**
 * The text that Prometheus and all that is compatible with it scrape. By hand: the usual library for it knows Node only,
 * and this is all of it that is needed.
 *
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function expositionText(families: readonly MetricFamily[]): string {
  let text = "";
  for (const { name, type, help, samples } of families) {
    text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
    for (const { suffix = "", labels, value } of samples) text += `${name}${suffix}${labelsText(labels)} ${value}\n`;
  }
  return text;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

export const metricsType = "text/plain; version=0.0.4; charset=utf-8";

export function metricsAnswer(families: readonly MetricFamily[]): Response {
  return new Response(expositionText(families), {
    headers: { "content-type": metricsType, "cache-control": "no-store" },
  });
}
