import {
  prefixAffinity,
  RemoteWorkerManager,
  random,
  roundRobin,
  type SelectionPolicy,
  twoChoices,
} from "@modelfleet/client";
import type { ModelMessage } from "@modelfleet/core";
import { MemoryModelRegistry } from "@modelfleet/server";
import { createNodeTransport } from "@modelfleet/transport/node";
import type { MeasureOptions, Row } from "./row.ts";
import { median, spreadOf } from "./statistics.ts";

const instances = 10_000;
const mostMicroseconds = 50;
const messages: readonly ModelMessage[] = [{ role: "human", content: "Which of them answers this?" }];

const policies: [name: string, policy: SelectionPolicy][] = [
  ["two choices, the default", twoChoices],
  ["random", random],
  ["round robin", roundRobin],
  ["prefix affinity", prefixAffinity],
];

/** One selection of a client that knows 10,000 instances of a model, by its thread's CPU. */
export async function selection({ quick }: MeasureOptions): Promise<Row[]> {
  const registry = new MemoryModelRegistry();
  for (let index = 0; index < instances; index++) {
    const host = `10.0.${index >> 8}.${index & 255}`;
    await registry.registerInstance({ workerKey: "bench@llm", host, port: 8001, weight: 1 + (index % 3) });
  }
  const transport = createNodeTransport({});
  const rows: Row[] = [];
  for (const [name, policy] of policies) {
    const manager = new RemoteWorkerManager({ registry, transport, policy });
    const select = async (times: number): Promise<number> => {
      const before = process.threadCpuUsage();
      for (let i = 0; i < times; i++) await manager.selectOneInstance("llm", "bench", { messages } as object);
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / times;
    };
    const times = policy === prefixAffinity ? 50 : 5_000;
    await select(times);
    const took: number[] = [];
    for (let round = 0; round < (quick ? 5 : 15); round++) took.push(await select(times));
    rows.push({
      what: `a selection among ${instances.toLocaleString("en")} instances, ${name}`,
      ours: `${median(took).toFixed(1)} µs`,
      comparedWith: "",
      ratio: median(took),
      spread: spreadOf(took),
      digits: 1,
      unit: " µs",
      target: policy === twoChoices ? { most: mostMicroseconds } : undefined,
    });
  }
  return rows;
}
