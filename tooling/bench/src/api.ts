import type { MeasureOptions, Row } from "./row.ts";
import { apiKey, chatBody } from "./serving/answers.ts";
import type { Load } from "./serving/drive.ts";
import { latencyRows, rateRows } from "./serving/rows.ts";
import { type Measured, ServingStage } from "./serving/stage.ts";

/** A chat request that is answered as a whole, through the API server and through a proxy of JSON that does nothing. */
export async function api({ quick }: MeasureOptions): Promise<Row[]> {
  const stage = await ServingStage.open();
  try {
    const ours = await stage.serve("api");
    const bare = await stage.serve("bare-json");
    const load: Load = {
      method: "POST",
      path: "/v1/chat/completions",
      headers: { authorization: `Bearer ${apiKey}` },
      bodies: [chatBody({ stream: false })],
      mark: '"finish_reason"',
      concurrency: 16,
      seconds: quick ? 1.5 : 3,
    };
    const direct: Load = { ...load, path: "/api/worker/generate" };
    const one = { concurrency: 1, seconds: quick ? 2 : 5 };
    await stage.measure(ours, { ...load, seconds: 2 });
    await stage.measure(bare, { ...load, seconds: 2 });

    const rates: [Measured[], Measured[]] = [[], []];
    for (let round = 0; round < (quick ? 3 : 7); round++) {
      rates[0].push(await stage.measure(ours, load));
      rates[1].push(await stage.measure(bare, load));
    }
    const rows = rateRows({
      what: "API server, JSON both ways",
      unit: "requests",
      ours: rates[0],
      other: rates[1],
      name: "node:http and undici",
      target: { least: 60 },
    });
    const alone: Measured[] = [];
    const through: Measured[] = [];
    for (let round = -1; round < (quick ? 2 : 5); round++) {
      const both = [
        await stage.measure(stage.upstream, { ...direct, ...one }),
        await stage.measure(ours, { ...load, ...one }),
      ];
      if (round < 0) continue;
      alone.push(both[0] as Measured);
      through.push(both[1] as Measured);
    }
    const targets = { p50: 0.35, p99: 2 };
    return [...rows, ...latencyRows("API server, one request at a time", through, alone, targets)];
  } finally {
    stage.close();
  }
}
