import { findCapacity } from "./end-to-end/capacity.ts";
import { Stage } from "./end-to-end/processes.ts";
import type { ReaderName } from "./end-to-end/readers.ts";
import type { MeasureOptions, Row } from "./row.ts";
import { median, ratios, spreadOf } from "./statistics.ts";

/** Streams at which CPU time is compared: few enough for the literal way, and enough to fill pieces and pools. */
const comparedAt = 60;

/** How many streams of 100 tokens a second a client process holds, and what one of them costs it. */
export async function paced({ quick }: MeasureOptions): Promise<Row[]> {
  const stage = await Stage.open();
  try {
    const rounds = quick ? 1 : 5;
    const ours: number[] = [];
    const literal: number[] = [];
    const measure = async (name: ReaderName): Promise<number> =>
      (await stage.pace(name, { kind: "plain text", streams: comparedAt, seconds: 2 })).cpuMs;
    for (let round = 0; round < rounds; round++) {
      ours.push(await measure("ours"));
      literal.push(await measure("literal"));
    }
    const searches = quick ? 1 : 3;
    const oursHeld: number[] = [];
    const literalHeld: number[] = [];
    for (let search = 0; search < searches; search++) {
      // What is paid for each turn of the loop is shared by the streams, so that more fit than this says.
      literalHeld.push(await findCapacity(stage, "literal", literalHeld[0] ?? 1000 / median(literal)));
      oursHeld.push(await findCapacity(stage, "ours", oursHeld[0] ?? 1000 / median(ours)));
    }
    return [
      {
        what: "streams of 100 tokens/s held by one process, event loop's p99 lag < 50 ms",
        ours: String(median(oursHeld)),
        comparedWith: `literal: ${median(literalHeld)}`,
        ratio: median(ratios(oursHeld, literalHeld)),
        spread: spreadOf(ratios(oursHeld, literalHeld)),
        unit: "x",
        target: { least: 2 },
      },
      {
        what: `CPU of one second of such a stream, of ${comparedAt} at once, times faster`,
        ours: `${median(ours).toFixed(1)} ms`,
        comparedWith: `literal: ${median(literal).toFixed(1)} ms`,
        ratio: median(ratios(literal, ours)),
        spread: spreadOf(ratios(literal, ours)),
        unit: "x",
      },
    ];
  } finally {
    stage.close();
  }
}
