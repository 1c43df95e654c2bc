import type { Row } from "../row.ts";
import { median, spreadOf } from "../statistics.ts";
import { cpuSecondsOf, pin } from "./machine.ts";
import type { PacedLatencies, PacedTask } from "./paced-process.ts";
import { addedRow } from "./rows.ts";
import { answerOf, start } from "./stage.ts";

const streams = 200;

/** What the API server takes of its core for so many streams at a pace, and what it adds to each token's way. */
export async function pacedRows(quick: boolean): Promise<Row[]> {
  const load = start("./paced-process.ts", []);
  pin(load.pid as number, "others");
  const server = start("./server-process.ts", ["api", String(await answerOf(load))]);
  try {
    const port = (await answerOf(server)) as number;
    const pid = server.pid as number;
    pin(pid, "server");
    const ask = async (task: PacedTask): Promise<PacedLatencies & { cpu: number }> => {
      load.send(task);
      await answerOf(load);
      const before = cpuSecondsOf(pid);
      const latencies = (await answerOf(load)) as PacedLatencies;
      return { ...latencies, cpu: ((cpuSecondsOf(pid) - before) / latencies.seconds) * 100 };
    };
    const direct: PacedLatencies[] = [];
    const through: (PacedLatencies & { cpu: number })[] = [];
    const seconds = quick ? 4 : 10;
    for (let round = 0; round < (quick ? 1 : 3); round++) {
      direct.push(await ask({ streams, seconds }));
      through.push(await ask({ port, streams, seconds }));
    }
    const what = `${streams} streams of 100 tokens/s`;
    const cpu = through.map((one) => one.cpu);
    const part = (all: readonly PacedLatencies[], key: "firstMs" | "tokenMs"): number[][] => all.map((one) => one[key]);
    return [
      {
        what: `${what}: CPU of the API server`,
        ours: `${median(cpu).toFixed(0)}%`,
        comparedWith: "one core",
        ratio: median(cpu),
        spread: spreadOf(cpu),
        digits: 0,
        unit: "%",
        target: { most: 80 },
      },
      addedRow(`${what}: first token`, 0.5, part(through, "firstMs"), part(direct, "firstMs"), undefined),
      addedRow(`${what}: first token`, 0.99, part(through, "firstMs"), part(direct, "firstMs"), 2),
      addedRow(`${what}: later tokens`, 0.5, part(through, "tokenMs"), part(direct, "tokenMs"), undefined),
      addedRow(`${what}: later tokens`, 0.99, part(through, "tokenMs"), part(direct, "tokenMs"), 1),
    ];
  } finally {
    for (const child of [server, load]) if (child.connected) child.disconnect();
  }
}
