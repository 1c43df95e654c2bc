import { install, type Launched, launchPython } from "@modelfleet/interop/launch";
import type { MeasureOptions, Row } from "./row.ts";
import type { Load } from "./serving/drive.ts";
import { pin } from "./serving/machine.ts";
import { rateRows } from "./serving/rows.ts";
import { type Measured, type Served, ServingStage } from "./serving/stage.ts";

const version = "0.8.2";
/** Instances that are registered, and so the rows of a listing. */
const instances = 20;

const beats = Array.from({ length: instances }, (_, index) =>
  JSON.stringify({
    model_name: "qwen2.5-7b-instruct@llm",
    host: `10.0.3.${index + 1}`,
    port: 8001,
    weight: 1,
    check_healthy: true,
    healthy: true,
    enabled: true,
    prompt_template: null,
    last_heartbeat: null,
    remove_from_registry: false,
  }),
);

const shared = { headers: {}, mark: "\0", concurrency: 16 };
const heartbeat = { ...shared, method: "POST", path: "/api/controller/heartbeat", bodies: beats } as const;
const listing = {
  ...shared,
  method: "GET",
  path: "/api/controller/models?model_name=qwen2.5-7b-instruct%40llm&healthy_only=true",
  bodies: [""],
} as const;

/** What workers and clients ask of a controller, against DB-GPT's own and against a server that does nothing else. */
export async function controller({ quick }: MeasureOptions): Promise<Row[]> {
  const stage = await ServingStage.open();
  const upstream = await launchController();
  try {
    const ours = await stage.serve("controller");
    const bare = await stage.serve("bare-controller");
    const rows: Row[] = [];
    for (const [what, load] of [
      ["heartbeats", heartbeat],
      [`listings of ${instances} instances`, listing],
    ] as const) {
      const others: [name: string, served: Served][] = [["node:http", bare]];
      if (upstream) others.push([`dbgpt ${version}`, upstream]);
      const measured = await compare(
        stage,
        [ours, ...others.map(([, served]) => served)],
        { ...load, bodies: [...load.bodies] },
        quick,
      );
      const [mine = [], theirs = [], python = []] = measured;
      const shown = { what: `controller, ${what}`, unit: "requests", ours: mine } as const;
      rows.push(...rateRows({ ...shown, other: theirs, name: "node:http", target: { least: 70 } }));
      if (upstream) {
        rows.push(...rateRows({ ...shown, other: python, name: `dbgpt ${version}`, target: { least: 10 }, as: "x" }));
      }
    }
    return rows;
  } finally {
    stage.close();
    await upstream?.stop();
  }
}

async function compare(
  stage: ServingStage,
  servers: readonly Served[],
  load: Omit<Load, "seconds">,
  quick: boolean,
): Promise<Measured[][]> {
  const all: Measured[][] = servers.map(() => []);
  for (let round = -1; round < (quick ? 2 : 5); round++) {
    for (const [index, server] of servers.entries()) {
      const measured = await stage.measure(server, { ...load, seconds: quick ? 1.5 : 3 });
      if (round >= 0) all[index]?.push(measured);
    }
  }
  return all;
}

/** DB-GPT's own; undefined, with the reason said, where it cannot be installed. */
async function launchController(): Promise<Launched | undefined> {
  try {
    await install(version);
    const launched = await launchPython(version, "controller.py");
    pin(launched.pid, "server");
    return launched;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    process.stdout.write(
      `controller: DB-GPT's own is left out, ${version} is not installed and could not be: ${reason}\n`,
    );
    return undefined;
  }
}
