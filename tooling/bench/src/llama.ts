import type { ChildProcess } from "node:child_process";
import type { Fleet } from "@modelfleet/client";
import { createFleet } from "@modelfleet/client/node";
import type { ModelMessage, ModelOutput } from "@modelfleet/core";
import { answerTokens, questionOf } from "./llama/settings.ts";
import type { MeasureOptions, Row } from "./row.ts";
import { rateRows } from "./serving/rows.ts";
import { answerOf, type Measured, start } from "./serving/stage.ts";
import { median, spreadOf } from "./statistics.ts";

interface Generated {
  tokens: number;
  seconds: number;
  cpuSeconds: number;
}

/** Where the engine's own tests fetch it to; not by `import`, which the bounds of packages forbid. */
const fetching = new URL("../../../packages/engines/test/support/smollm2.ts", import.meta.url).href;

/** A real model through worker and client, and driven directly. No rows where the model cannot be had. */
export async function llama({ quick }: MeasureOptions): Promise<Row[]> {
  const { smolLM2 } = (await import(fetching)) as { smolLM2(): { path: string } | { reason: string } };
  const model = smolLM2();
  if ("reason" in model) {
    process.stdout.write(`llama: left out, SmolLM2 cannot be had: ${model.reason.split("\n")[0]}\n`);
    return [];
  }
  const direct = start("../llama/direct-process.ts", [model.path]);
  const worker = start("../llama/worker-process.ts", [model.path]);
  try {
    const [, controller] = await Promise.all([answerOf(direct), answerOf(worker)]);
    const fleet = createFleet({ controller: controller as string });
    const rows: Row[] = [];
    for (const atOnce of [1, 4]) rows.push(...(await compareRates(fleet, worker, direct, atOnce, quick ? 3 : 9)));
    rows.push(await secondTurn(fleet, quick ? 2 : 5));
    await fleet.close();
    return rows;
  } finally {
    for (const child of [direct, worker]) if (child.connected) child.disconnect();
  }
}

async function compareRates(
  fleet: Fleet,
  worker: ChildProcess,
  direct: ChildProcess,
  atOnce: number,
  rounds: number,
): Promise<Row[]> {
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = -1; round < rounds; round++) {
    // No question comes twice in a process: its beginning would be at hand.
    const number = 1 + round + atOnce * 100;
    const mine = await generate(fleet, worker, number, atOnce);
    direct.send({ round: number, atOnce });
    const other = (await answerOf(direct)) as Generated;
    if (mine.tokens !== other.tokens) throw new Error(`${mine.tokens} tokens, and ${other.tokens} directly`);
    if (round < 0) continue;
    ours.push(measuredOf(mine));
    theirs.push(measuredOf(other));
  }
  const what = `SmolLM2-135M through worker and client, ${atOnce === 1 ? "one answer" : `${atOnce} answers at once`}`;
  return rateRows({ what, unit: "tokens", ours, other: theirs, name: "node-llama-cpp", target: { least: 95 } });
}

function measuredOf({ tokens, seconds, cpuSeconds }: Generated): Measured {
  return { answers: 1, marks: tokens, seconds, cpuSeconds, tookMs: [], memoryMb: 0 };
}

async function generate(fleet: Fleet, worker: ChildProcess, round: number, atOnce: number): Promise<Generated> {
  const before = await cpuOf(worker);
  const started = performance.now();
  const lasts = await Promise.all(
    Array.from({ length: atOnce }, (_, index) => ask(fleet, [{ role: "human", content: questionOf(round, index) }])),
  );
  const seconds = (performance.now() - started) / 1000;
  const tokens = lasts.reduce((sum, { last }) => sum + (last.usage?.completionTokens ?? 0), 0);
  return { tokens, seconds, cpuSeconds: (await cpuOf(worker)) - before };
}

async function cpuOf(worker: ChildProcess): Promise<number> {
  worker.send("cpu");
  const { user, system } = (await answerOf(worker)) as NodeJS.CpuUsage;
  return (user + system) / 1e6;
}

async function ask(
  fleet: Fleet,
  messages: ModelMessage[],
  maxNewTokens: number = answerTokens,
): Promise<{ last: ModelOutput; firstMs: number }> {
  const started = performance.now();
  let firstMs = 0;
  let last: ModelOutput | undefined;
  for await (const output of fleet.chat.stream({ model: "smollm2", messages, temperature: 0, maxNewTokens })) {
    firstMs ||= performance.now() - started;
    last = output;
  }
  if (last?.errorCode !== 0) throw new Error(`no answer: ${last?.text}`);
  return { last, firstMs };
}

const diary = "The keeper of the lighthouse wrote of the weather, the ships and the gulls. ".repeat(60);

async function secondTurn(fleet: Fleet, rounds: number): Promise<Row> {
  const cold: number[] = [];
  const warm: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const question: ModelMessage = { role: "human", content: `Diary ${round}. ${diary}What is this about?` };
    const first = await ask(fleet, [question], 8);
    cold.push(first.firstMs);
    const turn: ModelMessage[] = [question, { role: "ai", content: first.last.text }];
    warm.push((await ask(fleet, [...turn, { role: "human", content: "Who wrote it?" }], 8)).firstMs);
  }
  const all = warm.map((ms, round) => ms / (cold[round] ?? Number.NaN));
  return {
    what: "time to the first token of a second turn, 1,000 tokens of history",
    ours: `${median(warm).toFixed(0)} ms`,
    comparedWith: `first turn: ${median(cold).toFixed(0)} ms`,
    ratio: median(all),
    spread: spreadOf(all),
    unit: "x",
    target: { most: 0.33 },
  };
}
