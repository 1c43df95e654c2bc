import type { StreamKind } from "./decoding/streams.ts";
import { answerTokens } from "./end-to-end/frames.ts";
import { Stage } from "./end-to-end/processes.ts";
import type { ReaderName } from "./end-to-end/readers.ts";
import type { MeasureOptions, Row, Target } from "./row.ts";
import { median, ratios, spreadOf } from "./statistics.ts";

interface Comparison {
  what: string;
  ours: ReaderName;
  other: ReaderName;
  /** The other's CPU time over ours, in place of ours over the other's. */
  inverse?: boolean;
  target?: Target;
}

const answer = `an answer of ${answerTokens.toLocaleString("en")} tokens`;

const comparisons: Comparison[] = [
  { what: `CPU of ${answer}, over Node's HTTP client`, ours: "ours", other: "drained", target: { most: 1.15 } },
  { what: `CPU of ${answer}, over fetch`, ours: "ours, fetch", other: "drained, fetch", target: { most: 1.35 } },
  { what: `${answer}, CPU times less`, ours: "ours", other: "literal", inverse: true },
];

/** With metrics that change in every frame, as most workers send them. */
const metrics: Comparison[] = [
  { what: `CPU of ${answer} with changing metrics`, ours: "ours", other: "drained" },
  { what: `${answer} with changing metrics, CPU times less`, ours: "ours", other: "literal", inverse: true },
];

/** Answers read in one measurement; the literal way takes several times as long. */
const streams = (name: ReaderName): number => (name === "literal" ? 2 : 6);

/** What it costs a client to read whole answers from a server in another process. */
export async function endToEnd({ quick }: MeasureOptions): Promise<Row[]> {
  const stage = await Stage.open();
  try {
    const rows = await compare(stage, "plain text", comparisons, quick ? 5 : 11);
    if (!quick) rows.push(...(await compare(stage, "changing metrics", metrics, 5)));
    return rows;
  } finally {
    stage.close();
  }
}

async function compare(stage: Stage, kind: StreamKind, wanted: readonly Comparison[], rounds: number): Promise<Row[]> {
  const names = [...new Set(wanted.flatMap(({ ours, other }) => [ours, other]))];
  const times = new Map<ReaderName, number[]>(names.map((name) => [name, []]));
  // The first rounds compile and fill pools.
  for (let round = -2; round < rounds; round++) {
    // In turns, and every other round backwards: who comes first has an advantage on some machines.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const { cpuMs, pieces } = await stage.read(name, { kind, streams: streams(name) });
      if (!name.startsWith("drained") && pieces !== answerTokens) throw new Error(`${name} read ${pieces} outputs`);
      if (round >= 0) times.get(name)?.push(cpuMs);
    }
  }
  return wanted.map(({ what, ours, other, inverse, target }) => {
    const [mine = [], theirs = []] = [times.get(ours), times.get(other)];
    const all = inverse ? ratios(theirs, mine) : ratios(mine, theirs);
    const [shown, comparedWith] = [mine, theirs].map((list) => `${median(list).toFixed(1)} ms`);
    return {
      what,
      ours: shown ?? "",
      comparedWith: `${other}: ${comparedWith}`,
      ratio: median(all),
      spread: spreadOf(all),
      unit: "x",
      target,
    };
  });
}
