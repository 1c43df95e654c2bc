import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { freePort } from "@modelfleet/runtimes/free-port";
import type { MeasureOptions, Row } from "./row.ts";
import { apiKey, chatBody, streamLengths } from "./serving/answers.ts";
import type { Load } from "./serving/drive.ts";
import { latencyRows, rateRows } from "./serving/rows.ts";
import { type Measured, type Served, ServingStage } from "./serving/stage.ts";
import { median } from "./statistics.ts";
import { type Other, others } from "./versus/others.ts";
import { type Opened, open } from "./versus/process.ts";

const arrangement = `versus: one server process on one core, load and upstream on the other; the same upstream process, answers and
  requests for all. Ours and DB-GPT's speak to a worker, whose frames repeat the whole answer; LiteLLM and Portkey speak
  OpenAI's protocol to the same process, whose events carry what is new, which is less to read. "over OpenAI's" is ours
  with the openai-compatible engine in the same process, so that it reads what those two read. Each has one model and,
  but for DB-GPT's, a key. Portkey's streams fail as it is published, and run with versus/portkey-headers.mjs. CPU is that of the server's process; memory is what it has after the load.
`;

interface Target {
  name: string;
  served: Served;
  load: Omit<Load, "concurrency" | "seconds" | "bodies" | "mark">;
}

/** Our API server beside others', in front of the same upstream. Slow, and run only when it is asked for by name. */
export async function versus({ quick }: MeasureOptions): Promise<Row[]> {
  process.stdout.write(arrangement);
  const stage = await ServingStage.open();
  let ours: Opened | undefined;
  try {
    const load = {
      method: "POST",
      path: "/v1/chat/completions",
      headers: { authorization: `Bearer ${apiKey}` },
    } as const;
    ours = await openOurs(stage.upstream.port);
    const overWorker: Target = { name: "ours", served: ours, load };
    const overOpenAI: Target = { name: "ours over OpenAI's", served: await stage.serve("api-openai"), load };
    const rows: Row[] = [];
    for (const other of others) {
      const mine = other.behind === "worker" ? [overWorker] : [overWorker, overOpenAI];
      rows.push(...(await beside(stage, mine, other, quick)));
    }
    return rows;
  } finally {
    await ours?.close();
    stage.close();
  }
}

/** As users run it: the built command. */
async function openOurs(upstreamPort: number): Promise<Opened> {
  const bin = fileURLToPath(new URL("../../../packages/cli/dist/bin.js", import.meta.url));
  if (!existsSync(bin)) throw new Error("The command line is not built: run `npx -y pnpm@12 build` first");
  const port = await freePort();
  const controller = `http://127.0.0.1:${upstreamPort}`;
  const args = [bin, "start", "apiserver", "--controller-addr", controller, "--port", String(port)];
  return open(process.execPath, args, port, { MODELFLEET_API_KEYS: apiKey });
}

async function beside(stage: ServingStage, mine: readonly Target[], other: Other, quick: boolean): Promise<Row[]> {
  const { port } = stage.upstream;
  let opened: Awaited<ReturnType<Other["open"]>>;
  try {
    opened = await other.open(port);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    process.stdout.write(`versus: ${other.name} is left out: ${reason}\n`);
    return [];
  }
  const load = { method: "POST", path: other.path, headers: other.headers(port) } as const;
  const theirs: Target = { name: other.name, served: opened, load };
  try {
    const rows: Row[] = [];
    // The engine streams from what is behind it whatever is asked of it, which is another request to the upstream.
    const whole = mine.slice(0, 1);
    for (const concurrency of quick ? [16] : [1, 16, 64]) {
      rows.push(...(await compare(stage, whole, theirs, undefined, concurrency, other.target, quick)));
      for (const tokens of streamLengths) {
        rows.push(...(await compare(stage, mine, theirs, tokens, concurrency, other.target, quick)));
      }
    }
    rows.push(...(await added(stage, [...whole, theirs], other, quick)));
    return rows;
  } finally {
    await opened.close();
  }
}

function loadOf(target: Target, tokens: number | undefined, concurrency: number, seconds: number): Load {
  const body = tokens === undefined ? chatBody({ stream: false }) : chatBody({ stream: true, tokens });
  return { ...target.load, bodies: [body], mark: "data: {", concurrency, seconds };
}

async function compare(
  stage: ServingStage,
  mine: readonly Target[],
  theirs: Target,
  tokens: number | undefined,
  concurrency: number,
  least: number,
  quick: boolean,
): Promise<Row[]> {
  const targets = [...mine, theirs];
  const all: Measured[][] = targets.map(() => []);
  for (let round = -1; round < (quick ? 1 : 3); round++) {
    for (const [index, target] of targets.entries()) {
      const seconds = quick || round < 0 ? 2 : 4;
      const measured = await stage.measure(target.served, loadOf(target, tokens, concurrency, seconds));
      if (round >= 0) all[index]?.push(measured);
    }
  }
  const other = all.at(-1) ?? [];
  const unit = tokens === undefined ? "requests" : "tokens";
  const asked = tokens === undefined ? "whole answers" : `answers of ${tokens.toLocaleString("en")} tokens`;
  return mine.flatMap(({ name }, index) => {
    const ours = all[index] ?? [];
    const what = `${name}, ${asked}, ${concurrency} at once`;
    const rows = rateRows({ what, unit, ours, other, name: theirs.name, target: { least }, as: "x" });
    return tokens === undefined ? [...rows, memoryRow(what, ours, other, theirs.name)] : rows;
  });
}

function memoryRow(what: string, ours: readonly Measured[], theirs: readonly Measured[], name: string): Row {
  const [mine, other] = [ours, theirs].map((all) => median(all.map(({ memoryMb }) => memoryMb)));
  return {
    what: `${what}: memory`,
    ours: `${mine?.toFixed(0)} MB`,
    comparedWith: `${name}: ${other?.toFixed(0)} MB`,
    ratio: (mine ?? Number.NaN) / (other ?? Number.NaN),
    unit: "x",
    target: { most: 1 },
  };
}

/** What each adds to a whole answer, one at a time, to what the upstream takes by the protocol that it speaks. */
async function added(stage: ServingStage, targets: readonly Target[], other: Other, quick: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  for (const target of targets) {
    const speaks = target.name === "ours" || other.behind === "worker" ? "worker" : "OpenAI";
    const path = speaks === "worker" ? "/api/worker/generate" : "/v1/chat/completions";
    const through: Measured[] = [];
    const direct: Measured[] = [];
    for (let round = 0; round < (quick ? 1 : 3); round++) {
      const load = loadOf(target, undefined, 1, quick ? 2 : 4);
      direct.push(await stage.measure(stage.upstream, { ...load, path }));
      through.push(await stage.measure(target.served, load));
    }
    rows.push(
      ...latencyRows(`${target.name} beside ${other.name}, one whole answer at a time`, through, direct, undefined),
    );
  }
  return rows;
}
