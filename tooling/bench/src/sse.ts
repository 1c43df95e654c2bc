import type { MeasureOptions, Row } from "./row.ts";
import { apiKey, chatBody, streamLengths } from "./serving/answers.ts";
import type { Load } from "./serving/drive.ts";
import { pacedRows } from "./serving/paced-rows.ts";
import { rateRows } from "./serving/rows.ts";
import { type Measured, type Served, ServingStage } from "./serving/stage.ts";

const headers = { authorization: `Bearer ${apiKey}` };

function loadOf(name: string, tokens: number, seconds: number): Load {
  return {
    method: "POST",
    path: "/v1/chat/completions",
    headers,
    bodies: [chatBody({ stream: true, tokens })],
    // The pipe's answers are frames, the others' events.
    mark: name === "raw-pipe" ? "\0" : "data: {",
    concurrency: 8,
    seconds,
  };
}

/** A worker's stream that the API server turns into events: how many tokens, and what it costs the reader of one. */
export async function sse({ quick }: MeasureOptions): Promise<Row[]> {
  const stage = await ServingStage.open();
  const rows: Row[] = [];
  try {
    const names = ["api", "raw-pipe", "hono-sse"] as const;
    const served = new Map<string, Served>();
    for (const name of names) served.set(name, await stage.serve(name));
    for (const tokens of streamLengths) {
      const all = new Map<string, Measured[]>(names.map((name) => [name, []]));
      for (let round = -1; round < (quick ? 2 : 5); round++) {
        for (const name of names) {
          const measured = await stage.measure(served.get(name) as Served, loadOf(name, tokens, quick ? 2 : 4));
          if (round >= 0) all.get(name)?.push(measured);
        }
      }
      const what = `answers of ${tokens.toLocaleString("en")} tokens as events`;
      const [ours = [], pipe = [], hono = []] = names.map((name) => all.get(name) ?? []);
      const target = { least: tokens === 200 ? 65 : 90 };
      rows.push(...rateRows({ what, unit: "tokens", ours, other: pipe, name: "piped as they are", target }));
      const most = tokens === 200 ? undefined : { least: 4.5 };
      rows.push(...rateRows({ what, unit: "tokens", ours, other: hono, name: "streamSSE", target: most, as: "x" }));
    }
  } finally {
    stage.close();
  }
  return [...rows, ...(await pacedRows(quick))];
}
