import type { ChildProcess } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePort } from "@modelfleet/runtimes/free-port";
import { expect } from "vitest";
import type { Ran } from "../python-clients/dbgpt-command.ts";
import type { RowCheck } from "./row-check.ts";
import { ended, type TableCluster } from "./table-cluster.ts";

type Server = "controller" | "worker" | "apiserver";

/** Long enough for a Python process on a busy machine. */
const soon = { interval: 100, timeout: 150_000 };

const sections: Record<Server, string> = { controller: "controller", worker: "worker", apiserver: "api" };

/** What `dbgpt` calls its processes when it ends them. */
const processNames: Record<Server, string> = {
  controller: "ModelController",
  worker: "ModelWorker",
  apiserver: "ModelAPIServer",
};

/** A configuration file as DB-GPT's own, which both read, but for the port. */
async function configFor(
  server: Server,
  { folder, controller, upstream }: TableCluster,
  port: number,
): Promise<string> {
  const file = join(folder, `${server}-${port}.toml`);
  const proxied = { name: "proxied", provider: "proxy/openai", api_base: upstream, api_key: "test-key" };
  const table = (title: string, values: object): string =>
    // JSON's scalars are TOML's scalars.
    [title, ...Object.entries(values).map(([key, value]) => `${key} = ${JSON.stringify(value)}`), "", ""].join("\n");
  const address = server === "controller" ? {} : { controller_addr: controller };
  const beat = server === "worker" ? { heartbeat_interval: 1 } : {};
  const own = table(`[service.model.${sections[server]}]`, { host: "127.0.0.1", port, ...address, ...beat });
  const models = server === "worker" ? table("[[models.llms]]", proxied) : "";
  const logs = ["log", "trace"].map((name) => table(`[${name}]`, { file: join(folder, `${name}-${port}`) }));
  await writeFile(file, [own, models, ...logs].join("\n"));
  return file;
}

const getJson = async (port: number, path: string): Promise<unknown> => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(5_000) });
  return response.ok ? response.json() : undefined;
};

/** What a server that works shows of itself: the same of both. */
const shows: Record<Server, (port: number, cluster: TableCluster) => Promise<unknown>> = {
  controller: (port) => getJson(port, "/api/controller/models"),
  async worker(port, { fleet }) {
    const rows = await fleet.instances({ modelName: "proxied", workerType: "llm" });
    const own = rows.filter((row) => row.port === port);
    return own.map(({ workerKey, host, weight, healthy, enabled }) => ({ workerKey, host, weight, healthy, enabled }));
  },
  async apiserver(port) {
    const { data } = (await getJson(port, "/api/v1/models")) as { data: { id: string }[] };
    return [...new Set(data.map(({ id }) => id))].sort();
  },
};

const expected: Record<Server, unknown> = {
  controller: [],
  worker: [{ workerKey: "proxied@llm", host: "127.0.0.1", weight: 1, healthy: true, enabled: true }],
  apiserver: expect.arrayContaining(["scripted"]),
};

const isUp = (port: number): Promise<boolean> =>
  getJson(port, "/").then(
    () => true,
    () => false,
  );

/** What runs of a server after a row, for the row that stops it. */
interface Running {
  theirs: { port: number; process?: ChildProcess };
  ours: { port: number };
}
const running = new WeakMap<TableCluster, Partial<Record<Server, Running>>>();

function runningOf(cluster: TableCluster): Partial<Record<Server, Running>> {
  const known = running.get(cluster) ?? {};
  running.set(cluster, known);
  return known;
}

async function bothShowTheSame(server: Server, cluster: TableCluster, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    await expect.poll(() => shows[server](port, cluster).catch(String), soon).toEqual(expected[server]);
  }
  const [theirs, ours] = await Promise.all(ports.map((port) => shows[server](port, cluster)));
  expect(ours).toEqual(theirs);
}

/** In the foreground. Theirs goes on, for the next row to stop. */
const startsInForeground =
  (server: Server): RowCheck =>
  async (cluster, row) => {
    const ports = [await freePort(), await freePort()] as const;
    const [theirFile, ourFile] = await Promise.all(ports.map((port) => configFor(server, cluster, port)));
    const theirs = cluster.serve("dbgpt", row.theirs({ FILE: theirFile ?? "" }));
    const ours = cluster.serve("modelfleet", row.ours({ FILE: ourFile ?? "" }));
    await bothShowTheSame(server, cluster, ports);
    expect(await ended(ours)).toBe(0);
    runningOf(cluster)[server] = { theirs: { port: ports[0], process: theirs }, ours: { port: ports[1] } };
  };

const startedInBackground = (server: Server, ran: Ran): number => {
  expect([ran.exitCode, ran.stderr]).toEqual([0, ""]);
  const [, pid] =
    new RegExp(`^Started ${processNames[server]} in background with pid: (\\d+)$`, "m").exec(ran.stdout) ?? [];
  return Number(pid);
};

/** In the background, where both go on for the next row. `dbgpt start worker` has no such thing that works. */
const startsInBackground =
  (server: Server): RowCheck =>
  async (cluster, row) => {
    const ports = [await freePort(), await freePort()] as const;
    const [theirFile = "", ourFile = ""] = await Promise.all(ports.map((port) => configFor(server, cluster, port)));
    const theirs = await cluster.dbgpt(row.theirs({ FILE: theirFile }));
    let process: ChildProcess | undefined;
    if (server === "worker") {
      expect([theirs.exitCode, theirs.stderr.trim().split("\n").at(-1)]).toEqual([1, "KeyError: 'port'"]);
      process = cluster.serve("dbgpt", ["start", "worker", "-c", theirFile]);
    } else expect(startedInBackground(server, theirs)).toBeGreaterThan(1);
    const ours = await cluster.modelfleet(row.ours({ FILE: ourFile }));
    expect([ours.exitCode, ours.stderr]).toEqual([0, expect.stringContaining("It runs in the background: pid ")]);
    await bothShowTheSame(server, cluster, ports);
    runningOf(cluster)[server] = { theirs: { port: ports[0], ...(process && { process }) }, ours: { port: ports[1] } };
  };

async function stopped(cluster: TableCluster, args: readonly string[]): Promise<unknown[]> {
  const { exitCode, stdout, stderr } = await cluster.modelfleet([...args, "--json"]);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as unknown[];
}

/** What the row before started: both end it, say so, and say as well when there is nothing. */
const stops =
  (server: Server, byPort: boolean): RowCheck =>
  async (cluster, row) => {
    const { theirs, ours } = runningOf(cluster)[server] as Running;
    const name = processNames[server];
    if (!byPort) {
      const file = await configFor(server, cluster, ours.port);
      expect(await cluster.modelfleet(["start", server, "-c", file, "-d"])).toMatchObject({ exitCode: 0 });
    }
    const theirArgs = row.theirs({ PORT: String(theirs.port) });
    const ourArgs = row.ours({ PORT: String(ours.port) });
    expect((await cluster.dbgpt(theirArgs)).stdout).toMatch(new RegExp(`^Terminated the ${name}\\S* with PID: \\d+`));
    expect(await stopped(cluster, ourArgs)).toEqual([
      expect.objectContaining({ kind: server, port: ours.port, outcome: "stopped" }),
    ]);
    for (const { port } of [theirs, ours]) await expect.poll(() => isUp(port), soon).toBe(false);
    if (theirs.process) await ended(theirs.process);
    // The second time there is nothing to stop; `dbgpt` takes it for a success.
    expect(await cluster.dbgpt(theirArgs)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(new RegExp(`^${name}\\S* process not found\\.\\n$`)),
    });
    const nothing = await cluster.modelfleet(ourArgs);
    expect([nothing.exitCode, nothing.stderr]).toEqual([1, expect.stringMatching(/runs in the background\.\s*$/)]);
  };

const stopsAll: RowCheck = async (cluster, row) => {
  const ports = [await freePort(), await freePort()] as const;
  const [theirFile = "", ourFile = ""] = await Promise.all(ports.map((port) => configFor("controller", cluster, port)));
  startedInBackground("controller", await cluster.dbgpt(["start", "controller", "-c", theirFile, "-d"]));
  expect(await cluster.modelfleet(["start", "controller", "-c", ourFile, "-d"])).toMatchObject({ exitCode: 0 });
  await bothShowTheSame("controller", cluster, ports);
  expect((await cluster.dbgpt(row.theirs({}))).stdout).toContain("Terminated the ModelController with PID: ");
  expect(await stopped(cluster, row.ours({}))).toEqual([
    expect.objectContaining({ kind: "controller", port: ports[1], outcome: "stopped" }),
  ]);
  for (const port of ports) await expect.poll(() => isUp(port), soon).toBe(false);
};

/** What 0.8.2 no longer has: it says so, and ours starts by either spelling. */
const startsByOptions =
  (server: Server): RowCheck =>
  async (cluster, row) => {
    const port = await freePort();
    const keys = join(cluster.folder, "keys");
    await writeFile(keys, "a-key\n");
    const values = { HOST: "127.0.0.1", PORT: String(port), URL: cluster.controller, KEYS: "a-key", FILE: keys };
    expect(await cluster.dbgpt(row.theirs(values))).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("No such option"),
    });
    for (const args of [row.ours(values), row.theirs(values)]) {
      const ours = cluster.serve("modelfleet", server === "worker" ? [...args, "--model", "builtin"] : args);
      await expect.poll(() => isUp(port), soon).toBe(true);
      expect(await ended(ours)).toBe(0);
    }
  };

/** By the row's first cell. In the order of the table: those that stop servers stop what the row before started. */
export const serverRows: Readonly<Record<string, RowCheck>> = {
  ...rowsOf("controller"),
  ...rowsOf("worker"),
  ...rowsOf("apiserver"),
  async "start none"(cluster, row) {
    const theirs = await cluster.dbgpt(row.theirs({}));
    expect([theirs.exitCode, theirs.stdout]).toEqual([0, expect.stringContaining("is planned for a future release")]);
    expect(await cluster.modelfleet(row.theirs({}))).toMatchObject({ exitCode: 2, stdout: "" });
  },
  "stop all": stopsAll,
  "start controller --host HOST --port PORT": startsByOptions("controller"),
  "start worker --controller_addr URL --host HOST --port PORT": startsByOptions("worker"),
  "start apiserver --controller_addr URL --host HOST --port PORT --api_keys KEYS": startsByOptions("apiserver"),
};

function rowsOf(server: Server): Record<string, RowCheck> {
  return {
    [`start ${server} -c FILE`]: startsInForeground(server),
    [`stop ${server}`]: stops(server, false),
    [`start ${server} --config FILE --daemon`]: startsInBackground(server),
    [`stop ${server} --port PORT`]: stops(server, true),
  };
}
