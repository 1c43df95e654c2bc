import { type Case, type Entrant, Field, type Times } from "./decoding/measure.ts";
import { streamKinds } from "./decoding/streams.ts";
import type { MeasureOptions, Row, Target } from "./row.ts";
import { median, ratios, spreadOf } from "./statistics.ts";

/** Over the literal way, for plain text, by its length in tokens. */
const lengths: readonly (readonly [tokens: number, times: number])[] = [
  [200, 8],
  [1000, 12],
  [4000, 20],
  [16000, 15],
];
/** In percent of the floor. */
const floors: Record<number, number> = { 4000: 35, 16000: 65 };

const all: readonly Entrant[] = ["floor", "literal", "ours"];

function plain(tokens: number, minPiece = 1, maxPiece = 64 * 1024): Case {
  return { kind: "plain text", tokens, minPiece, maxPiece };
}

const of = (times: Times, entrant: Entrant): number[] => times[entrant] ?? [];
const show = (times: Times, entrant: Entrant): string => `${median(of(times, entrant)).toFixed(2)} ms`;

/** How many times less CPU than the literal way. */
function overLiteral(what: string, times: Times, target?: Target, entrant: Entrant = "ours"): Row {
  const values = ratios(of(times, "literal"), of(times, entrant));
  const comparedWith = `literal: ${show(times, "literal")}`;
  const measured = { ratio: median(values), spread: spreadOf(values), unit: "x", digits: 1, target } as const;
  return { what, ours: show(times, entrant), comparedWith, ...measured };
}

/** How much of it is what taking the bytes and finding the ends of frames costs. */
function ofFloor(what: string, times: Times, target?: Target): Row {
  const values = ratios(of(times, "floor"), of(times, "ours")).map((part) => part * 100);
  const comparedWith = `floor: ${show(times, "floor")}`;
  const measured = { ratio: median(values), spread: spreadOf(values), unit: "%", digits: 0, target } as const;
  return { what, ours: show(times, "ours"), comparedWith, ...measured };
}

/** What decoding costs. Every decoder is first checked to give the same outputs as the literal one. */
export async function decode({ quick }: MeasureOptions): Promise<Row[]> {
  const field = new Field(quick ? 3 : 7);
  try {
    const rows = await plainText(field);
    const short = await field.measure(plain(1000, 1, 7), all);
    rows.push(overLiteral("decode plain text, 1,000 tokens in pieces of 1 to 7 bytes", short, { least: 40 }));
    for (const kind of quick ? [] : streamKinds.slice(1)) {
      const times = await field.measure({ ...plain(4000), kind }, all);
      rows.push(overLiteral(`decode ${kind}, 4,000 tokens`, times), ofFloor(`decode ${kind}, 4,000 tokens`, times));
    }
    return rows;
  } finally {
    field.close();
  }
}

async function plainText(field: Field): Promise<Row[]> {
  const rows: Row[] = [];
  /** Above the floor, in microseconds for each frame. */
  const perFrame: Record<number, number> = {};
  for (const [tokens, least] of lengths) {
    const times = await field.measure(plain(tokens), tokens === 4000 ? [...all, "ours, web only"] : all);
    const name = `decode plain text, ${tokens.toLocaleString("en")} tokens`;
    rows.push(overLiteral(name, times, { least }));
    const floor = floors[tokens];
    if (floor) rows.push(ofFloor(name, times, { least: floor }));
    if (tokens === 4000) rows.push(overLiteral(`${name}, web standards only`, times, { least: 8 }, "ours, web only"));
    const above = of(times, "ours").map((time, round) => time - (of(times, "floor")[round] ?? 0));
    perFrame[tokens] = (median(above) * 1000) / tokens;
  }
  const [long = Number.NaN, short = Number.NaN] = [perFrame[16000], perFrame[200]];
  rows.push({
    what: "decode: a frame's cost above the floor at 16,000 tokens",
    ours: `${long.toFixed(2)} µs`,
    comparedWith: `at 200 tokens: ${short.toFixed(2)} µs`,
    ratio: long / short,
    unit: "x",
    target: { most: 3 },
  });
  return rows;
}
