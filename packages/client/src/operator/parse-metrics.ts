/** One line of figures. */
export interface Metric {
  name: string;
  labels: Readonly<Record<string, string>>;
  value: number;
}

const line = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? +(\S+)/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

/** Reads Prometheus' text format. What is no figure is passed over. */
export function parseMetrics(text: string): Metric[] {
  return text.split("\n").flatMap((row) => {
    const [, name = "", labels = "", number = ""] = line.exec(row) ?? [];
    const value = number.endsWith("Inf") ? Number(number.replace("Inf", "Infinity")) : Number(number);
    if (name === "" || Number.isNaN(value)) return [];
    return [{ name, labels: readLabels(labels), value }];
  });
}

function readLabels(text: string): Record<string, string> {
  const pairs = [...text.matchAll(label)].map(([, name = "", value = ""]) => [name, unescaped(value)]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

function unescaped(value: string): string {
  return value.replaceAll(/\\(.)/g, (_match, character: string) => (character === "n" ? "\n" : character));
}
