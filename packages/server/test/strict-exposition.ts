/** A family of figures, as it was read. */
export interface Family {
  type: string;
  /** By name and labels, as they stand there. */
  samples: Map<string, number>;
}

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.+)\})? (NaN|[-+]Inf|[-+]?[\d.]+(?:e[-+]?\d+)?)$/;
const pair = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,(?!$)|$)/y;
const suffixes: Readonly<Record<string, readonly string[]>> = { histogram: ["_bucket", "_sum", "_count"] };

/**
 * Reads a text of figures by the letter of Prometheus' format and of its rules for names, and throws where it is not
 * kept; scrapers read more than that.
 *
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/ and .../practices/naming/
 */
export function readStrictly(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  let current: { name: string; family: Family | undefined } | undefined;
  const lines = text.split("\n");
  need(lines.pop() === "", "the text ends with a line end");
  for (const line of lines) {
    const [, kind, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (kind === "HELP") {
      need(!families.has(name), `${name} comes once`);
      current = { name, family: undefined };
    } else if (kind === "TYPE") {
      need(current?.name === name && !current.family, `the type of ${name} follows its help`);
      need(["counter", "gauge", "histogram"].includes(rest), `${name} is of a type: ${rest}`);
      need(name.endsWith("_total") === (rest === "counter"), `counters, and no others, end in _total: ${name}`);
      const family = { type: rest, samples: new Map<string, number>() };
      families.set(name, family);
      current = { name, family };
    } else {
      need(current?.family, `${line} stands in a family`);
      addSample(line, current.name, current.family);
    }
  }
  for (const [name, { type, samples }] of families) if (type === "histogram") checkHistogram(name, samples);
  return families;
}

function addSample(line: string, name: string, family: Family): void {
  const [, sample = "", labels = "", number = ""] = sampleLine.exec(line) ?? [];
  need(sample, `a sample: ${line}`);
  need(
    (suffixes[family.type] ?? [""]).includes(sample.slice(name.length)) && sample.startsWith(name),
    `${line}: ${name}`,
  );
  const names: string[] = [];
  pair.lastIndex = 0;
  while (pair.lastIndex < labels.length) {
    const found = pair.exec(labels);
    need(found, `labels: ${labels}`);
    names.push(found[1] ?? "");
  }
  need(new Set(names).size === names.length, `each label once: ${line}`);
  const value = Number(number.replace("Inf", "Infinity"));
  need(family.type === "gauge" || value >= 0, `nothing that is counted is less than none: ${line}`);
  const key = labels ? `${sample}{${labels}}` : sample;
  need(!family.samples.has(key), `each series once: ${key}`);
  family.samples.set(key, value);
}

/** Buckets rise with their bounds, and the last one holds all. */
function checkHistogram(name: string, samples: ReadonlyMap<string, number>): void {
  const series = new Map<string, [bound: number, count: number][]>();
  for (const [key, count] of samples) {
    const [, labels = "", bound] = /_bucket\{(?:(.*),)?le="([^"]+)"\}$/.exec(key) ?? [];
    if (bound === undefined) continue;
    const buckets = series.get(labels) ?? [];
    buckets.push([bound === "+Inf" ? Infinity : Number(bound), count]);
    series.set(labels, buckets);
  }
  for (const [labels, buckets] of series) {
    const of = labels ? `{${labels}}` : "";
    for (const [index, [bound, count]] of buckets.entries()) {
      const [below, fewer] = buckets[index - 1] ?? [-Infinity, 0];
      need(bound > below && count >= fewer, `buckets rise: ${name}${of} ${bound}`);
    }
    const [last, all] = buckets.at(-1) ?? [];
    need(last === Infinity && all === samples.get(`${name}_count${of}`), `the last bucket of ${name}${of} holds all`);
    need(samples.has(`${name}_sum${of}`), `${name}${of} has a sum`);
  }
}

function need(holds: unknown, rule: string): asserts holds {
  if (!holds) throw new Error(`The figures break a rule: ${rule}`);
}
