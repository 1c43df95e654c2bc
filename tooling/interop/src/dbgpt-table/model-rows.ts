import type { ModelInstance } from "@modelfleet/client";
import type { WorkerType } from "@modelfleet/core";
import { expect } from "vitest";
import type { Ran } from "../python-clients/dbgpt-command.ts";
import { applyOutcome, listedByDbgpt, listedByUs, ourOutcome, type RowCheck } from "./row-check.ts";
import type { TableCluster } from "./table-cluster.ts";
import type { Values } from "./table-row.ts";

/** Both list the same, as `modelfleet` does with the words of `dbgpt`. */
const listsTheSame =
  (values: (cluster: TableCluster) => Values, some: readonly string[]): RowCheck =>
  async (cluster, row) => {
    const filled = values(cluster);
    const [theirs, ours, spelled] = await Promise.all([
      cluster.dbgpt(row.theirs(filled)),
      cluster.modelfleet([...row.ours(filled), "--json"]),
      cluster.modelfleet([...row.theirs(filled), "--json"]),
    ]);
    const listed = listedByUs(ours);
    expect(listed.map(({ name, type }) => `${name}@${type}`)).toEqual(expect.arrayContaining([...some]));
    expect(listedByDbgpt(theirs)).toEqual(listed);
    expect(listedByUs(spelled)).toEqual(listed);
  };

const addressOf = ({ worker: { host, port } }: TableCluster): Values => ({ HOST: host, PORT: String(port) });

async function stateOf({ fleet }: TableCluster, name: string, type: WorkerType): Promise<ModelInstance | undefined> {
  const [row] = await fleet.instances({ modelName: name, workerType: type });
  return row;
}

/** Brings a model into the state that a check expects or has to leave. */
async function setRunning(cluster: TableCluster, name: string, type: WorkerType, running: boolean): Promise<void> {
  const { fleet, native, worker } = cluster;
  const at = { model: name, workerType: type, ...worker };
  if (running) await fleet.workers.start({ ...at, params: native ? {} : { name, provider: "scripted" } });
  else await fleet.workers.stop(at);
}

/** Each of the three spellings starts the model. */
const starts =
  (values: (cluster: TableCluster) => Values): RowCheck =>
  async (cluster, row) => {
    const filled = { NAME: "scripted-extra", ...values(cluster) };
    const works = async (run: () => Promise<void>): Promise<void> => {
      await run();
      const state = await stateOf(cluster, "scripted-extra", "llm");
      expect(state).toMatchObject({ ...cluster.worker, healthy: true });
      await setRunning(cluster, "scripted-extra", "llm", false);
    };
    await works(async () => {
      const { exitCode, stdout, stderr } = await cluster.dbgpt(withoutName(cluster, row.theirs(filled)));
      expect([exitCode, stdout, stderr]).toEqual([0, "None\n", ""]);
    });
    for (const args of [row.ours(filled), row.theirs(filled)]) {
      await works(async () => {
        expect(ourOutcome(await cluster.modelfleet([...args, "--json"]))).toEqual({
          success: true,
          message: "started",
        });
      });
    }
  };

/** What has files takes a path; of ours, `echo` has none, and says so to both. */
const startsFromPath: RowCheck = async (cluster, row) => {
  if (!cluster.native) return starts(({ folder }) => ({ PATH: folder }))(cluster, row);
  const values = { NAME: "scripted-extra", PATH: cluster.folder };
  const theirs = await cluster.dbgpt(withoutName(cluster, row.theirs(values)));
  expect([theirs.exitCode, theirs.stderr]).toEqual([
    1,
    expect.stringMatching(/echo has no parameter .*It takes: answer/),
  ]);
  for (const args of [row.ours(values), row.theirs(values)]) {
    const { exitCode, stdout } = await cluster.modelfleet(args);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining("echo has no parameter")]);
  }
};

/** The option is a parameter of DB-GPT's own models, which ours do not have. */
function withoutName({ native }: TableCluster, args: string[]): string[] {
  const at = args.indexOf("--name");
  return native && at >= 0 ? args.toSpliced(at, 2) : args;
}

const startHelp: RowCheck = async (cluster, row) => {
  const values = { NAME: "scripted-extra" };
  const optionsOf = ({ exitCode, stdout }: Ran): Set<string> => {
    expect(exitCode).toBe(0);
    return new Set(
      Array.from(stdout.matchAll(/^ +(?:-\w, )?--([\w-]+)/gm), ([, name = ""]) => name.replaceAll("-", "_")),
    );
  };
  const [theirs, ours] = await Promise.all([cluster.dbgpt(row.theirs(values)), cluster.modelfleet(row.ours(values))]);
  const own = [...optionsOf(theirs)].sort();
  expect(own).toContain(cluster.native ? "answer" : "flavour");
  expect([...optionsOf(ours)].filter((name) => own.includes(name)).sort()).toEqual(own);
};

/** Both restart it, with the same words of the worker. */
const restarts: RowCheck = async (cluster, row) => {
  const values = { NAME: "scripted" };
  const theirs = applyOutcome(await cluster.dbgpt(row.theirs(values)));
  expect(theirs).toEqual({ success: true, message: expect.stringMatching(/^model scripted@.* successfully$/) });
  expect(ourOutcome(await cluster.modelfleet([...row.ours(values), "--json"]))).toEqual(theirs);
  expect(ourOutcome(await cluster.modelfleet([...row.theirs(values), "--json"]))).toEqual(theirs);
  expect(await stateOf(cluster, "scripted", "llm")).toMatchObject({ healthy: true });
};

/** An embedding model, which a worker of DB-GPT's loses: both say that it failed, and ours by what it comes back. */
const restartsWithType: RowCheck = async (cluster, row) => {
  const values = { NAME: "scripted-embed", TYPE: "text2vec" };
  const theirs = applyOutcome(await cluster.dbgpt(row.theirs(values)));
  expect(theirs.success).toBe(cluster.native);
  if (!theirs.success) await setRunning(cluster, "scripted-embed", "text2vec", true);
  const ran = await cluster.modelfleet([...row.ours(values), "--json"]);
  const ours = ourOutcome(ran);
  expect(ran.exitCode).toBe(ours.success ? 0 : 1);
  if (theirs.success) expect(ours).toEqual(theirs);
  else {
    expect(ours.success).toBe(false);
    expect(`${ours.message}${ran.stderr}`).toContain("modelfleet model start");
    await setRunning(cluster, "scripted-embed", "text2vec", true);
  }
};

/** Both stop it at our worker; DB-GPT's own command fails at DB-GPT's own worker. Nobody asks for it any more. */
const stops =
  (name: string, type: WorkerType): RowCheck =>
  async (cluster, row) => {
    const values = { NAME: name, TYPE: type, ...addressOf(cluster) };
    const start = async (): Promise<void> => {
      if (!(await stateOf(cluster, name, type))?.healthy) await setRunning(cluster, name, type, true);
    };
    for (const args of [row.ours(values), [...row.theirs(values), "--yes"]]) {
      await start();
      const ran = await cluster.modelfleet([...args, "--json"]);
      expect(ourOutcome(ran)).toEqual({ success: true, message: "stopped" });
      expect(await stateOf(cluster, name, type)).toMatchObject({ healthy: false });
    }
    await start();
    const theirs = await cluster.dbgpt(row.theirs(values));
    if (!cluster.native) {
      expect(theirs.exitCode).toBe(1);
      expect(theirs.stderr).toMatch(/models\/shutdown failed, error: Internal Server Error\s*$/);
      return;
    }
    expect([theirs.exitCode, theirs.stdout]).toEqual([0, "None\n"]);
    expect(await stateOf(cluster, name, type)).toMatchObject({ healthy: false });
  };

/** What the bot of `dbgpt` says to one question. */
function botSaid({ exitCode, stdout }: Ran): string {
  expect(exitCode, stdout).toBe(0);
  const [, said = ""] = /You: Bot: ([\s\S]*?)\n\nYou: /.exec(stdout) ?? [];
  return said.trim();
}

/** Both show the same answer to the same question. @param read what of it is compared */
const chats =
  (question: string, expected: unknown, read: (said: string) => unknown = (said) => said): RowCheck =>
  async (cluster, row) => {
    const values = { NAME: "scripted", TEXT: "Be brief." };
    const [theirs, ours, spelled] = await Promise.all([
      cluster.dbgpt(row.theirs(values), `${question}\n/exit\n`),
      cluster.modelfleet(row.ours(values), `${question}\n/exit\n`),
      cluster.modelfleet(row.theirs(values), `${question}\n/exit\n`),
    ]);
    for (const { exitCode, stdout, stderr } of [ours, spelled]) {
      expect([exitCode, stderr]).toEqual([0, ""]);
      expect(read(stdout.trim())).toEqual(expected);
    }
    expect(read(botSaid(theirs))).toEqual(expected);
  };

const messagesOf = (said: string): unknown =>
  (JSON.parse(said) as { messages: { role: string; content: string }[] }).messages.map(({ role, content }) => [
    role,
    content,
  ]);

const all = ["scripted@llm", "scripted-embed@text2vec", "WorkerManager@service"];

/** By the row's first cell. In the order of the table. */
export const modelRows: Readonly<Record<string, RowCheck>> = {
  "model --address URL list": listsTheSame(({ controller }) => ({ URL: controller }), all),
  "model list": listsTheSame(() => ({}), all),
  "model list --model_name NAME": listsTheSame(() => ({ NAME: "scripted" }), ["scripted@llm"]),
  "model list --model_name NAME --model_type TYPE": listsTheSame(
    () => ({ NAME: "scripted-embed", TYPE: "text2vec" }),
    ["scripted-embed@text2vec"],
  ),
  async "model list --model_type TYPE"(cluster, row) {
    const values = { TYPE: "text2vec" };
    const theirs = listedByDbgpt(await cluster.dbgpt(row.theirs(values)));
    const ours = listedByUs(await cluster.modelfleet([...row.ours(values), "--json"]));
    expect(ours.map(({ name }) => name)).toEqual(["scripted-embed"]);
    expect(theirs.filter(({ type }) => type === "text2vec")).toEqual(ours);
    expect(theirs.length).toBeGreaterThan(ours.length);
  },
  "model start --model_name NAME --help": startHelp,
  "model start --model_name NAME --name NAME": starts(() => ({})),
  "model start --model_name NAME --name NAME --host HOST --port PORT": starts(addressOf),
  "model start --model_name NAME --name NAME --worker_type TYPE": starts(() => ({ TYPE: "llm" })),
  "model start --model_name NAME --name NAME --model_path PATH": startsFromPath,
  "model start --model_name NAME --name NAME --PARAMETER VALUE": starts(({ native }) =>
    native ? { PARAMETER: "answer", VALUE: "yes" } : { PARAMETER: "flavour", VALUE: "spicy" },
  ),
  "model restart --model_name NAME": restarts,
  "model restart --model_name NAME --model_type TYPE": restartsWithType,
  "model stop --model_name NAME --host HOST --port PORT": stops("scripted-extra", "llm"),
  "model stop --model_name NAME --model_type TYPE --host HOST --port PORT": stops("scripted-embed", "text2vec"),
  "model chat --model_name NAME": chats("say:one two, 三", "one two, 三"),
  "model chat -m NAME --system TEXT": chats(
    "echo:",
    [
      ["system", "Be brief."],
      ["human", "echo:"],
    ],
    messagesOf,
  ),
};
