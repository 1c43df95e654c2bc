import { readFileSync, statSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DaemonHome, isRunning, untilGone } from "./support/daemon-home.ts";
import { freePort, postJson, startServer } from "./support/serving.ts";

interface StatusRow {
  kind: string;
  pid: number;
  port: number;
  url: string;
  health: string;
  detail: string;
}

let home: DaemonHome;
beforeEach(async () => {
  home = await DaemonHome.create();
});
afterEach(() => home[Symbol.asyncDispose](), 60_000);

const healthOf = async (): Promise<string[]> =>
  (await home.json<StatusRow[]>(["status"])).map(({ kind, health }) => `${kind} ${health}`);

const controller = ["start", "controller", "--port=0"];
const worker = (url: string, ...more: string[]): string[] => [
  ...["start", "worker", "--model=builtin", "--controller-addr", url],
  ...(more.length > 0 ? more : ["--port=0"]),
];

describe("servers in the background", { timeout: 120_000 }, () => {
  it("start, are shown and found, and stop", async () => {
    const first = await home.start(controller);
    const second = await home.start(worker(first.url));
    // It finds the controller by itself.
    const third = await home.start(["start", "apiserver", "--port=0"]);
    expect(await healthOf()).toEqual(["controller healthy", "worker healthy", "apiserver healthy"]);
    const shown = await home.run(["status"]);
    expect(shown).toMatchObject({ exitCode: 0, stderr: "" });
    expect(shown.stdout).toContain(`3 models at ${first.url}`);

    const listed = await home.run(["model", "list", "--verbose"]);
    expect(listed.stdout).toContain("guide");
    expect(listed.stderr).toContain(
      `Controller: ${first.url} (from the controller in the background, pid ${first.pid}`,
    );

    const stopped = await home.run(["stop", "worker"]);
    expect(stopped).toMatchObject({ exitCode: 0, stdout: `Stopped: worker ${second.url} (pid ${second.pid})\n` });
    // Said only where the machine is busy, and it takes more than a moment.
    expect(stopped.stderr).toMatch(/^(The worker with pid \d+ stops as soon as answers under way have ended\.\n)?$/);
    // It said goodbye.
    const rows = await home.json<{ healthy: boolean }[]>(["model", "list"]);
    expect(rows.map(({ healthy }) => healthy)).toEqual([false, false, false, false]);

    expect((await home.run(["stop", "all"])).exitCode).toBe(0);
    for (const { pid } of [first, second, third]) await untilGone(pid);
    expect(await home.run(["status"])).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "Nothing runs in the background.\n",
    });
    expect((await home.files()).filter((name) => !name.endsWith(".log"))).toEqual([]);
  });

  it("say in JSON that they serve, and write nothing else into their logs", async () => {
    const { exitCode, stdout, stderr } = await home.run([...controller, "-d", "--json"]);
    expect(exitCode).toBe(0);
    const told = JSON.parse(stdout) as { pid: number; url: string };
    const [row] = await home.json<StatusRow[]>(["status"]);
    expect(told).toMatchObject({ kind: "controller", pid: row?.pid, url: row?.url, controller: row?.url });
    expect((await fetch(`${told.url}/nothing`)).status).toBe(404);
    const [, log = ""] = /Its log: (\S+)/.exec(stderr) ?? [];
    // An entry is written when its answer has ended, of which there is no event here.
    await vi.waitUntil(async () => (await readFile(log, "utf8")).includes("/nothing"), { timeout: 20_000 });
    const lines = (await readFile(log, "utf8")).trimEnd().split("\n");
    const entries = lines.map((line) => JSON.parse(line) as object);
    expect(entries).toMatchObject([
      { level: "info", message: stdout.trimEnd() },
      { level: "warn", message: "request", route: "/nothing", status: 404 },
    ]);
    for (const entry of entries) expect(entry).toHaveProperty("time");
  });

  it("are told apart by their ports", async () => {
    const { url } = await home.start(controller);
    const one = await home.start(worker(url));
    const two = await home.start(worker(url));
    expect((await home.run(["stop", "worker", "--port", String(one.port)])).stdout).toContain(`(pid ${one.pid})`);
    expect((await home.json<StatusRow[]>(["status"])).map(({ pid }) => pid)).toContain(two.pid);
    expect(isRunning(two.pid)).toBe(true);
    const again = await home.run(["stop", "worker", "--port", String(one.port)]);
    expect(again).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: `No worker on port ${one.port} runs in the background.\n`,
    });
  });

  it("keep tokens and keys out of the list of processes, files and logs", async () => {
    const secrets = { MODELFLEET_TOKEN: "t0ken-of-all", MODELFLEET_API_KEYS: "first-k3y" };
    const { pid, url } = await home.start(["start", "apiserver", "--port=0", "--api_keys", "second-k3y"], secrets);
    const chat = (key: string): Promise<Response> =>
      postJson(`${url}/v1/embeddings`, {}, { authorization: `Bearer ${key}` });
    const statuses = await Promise.all(["first-k3y", "second-k3y", "other"].map(chat));
    expect(statuses.map(({ status }) => status === 401)).toEqual([false, false, true]);

    const kept = join(home.state, "daemons", (await home.files()).find((name) => name.endsWith(".json")) ?? "");
    const [, log = ""] = /"log": "([^"]+)"/.exec(await readFile(kept, "utf8")) ?? [];
    const visible = [
      readFileSync(`/proc/${pid}/cmdline`, "utf8"),
      ...[kept, log].map((path) => readFileSync(path, "utf8")),
    ];
    for (const text of visible) expect(text).not.toMatch(/k3y|t0ken/);
    expect([kept, log].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);

    await home.start(controller, secrets);
    expect((await home.run(["status"])).stdout).toMatch(/controller .* unhealthy +wants MODELFLEET_TOKEN/);
    expect((await home.run(["status"], secrets)).stdout).toMatch(/controller .* healthy +0 instances/);
  });

  it("live under long paths, too, whose sockets lie elsewhere", async () => {
    const long = join(home.folder, "long".repeat(30));
    await mkdir(long);
    const env = { XDG_STATE_HOME: long, TMPDIR: long };
    const { url } = await home.start(controller, env);
    expect((await home.json<{ outcome: string }[]>(["stop", "controller"], env)).map(({ outcome }) => outcome)).toEqual(
      ["stopped"],
    );
    await expect(fetch(url)).rejects.toThrow();
  });

  it("need a folder that can be written to", async () => {
    const env = { XDG_STATE_HOME: await home.write("file", "") };
    const { exitCode, stdout, stderr } = await home.run([...controller, "-d"], env);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toMatch(/^error: The folder \S+ cannot be made \(ENOTDIR\)\. Set XDG_STATE_HOME/);
  });

  it("tell why they cannot start, and leave nothing", async () => {
    await using other = await startServer((_request, response) => response.end());
    const taken = await home.run(["start", "controller", "-d", "--port", String(other.port)]);
    expect(taken).toMatchObject({ exitCode: 1, stdout: "" });
    expect(taken.stderr).toBe(
      `error: Port ${other.port} of 127.0.0.1 is taken: give another one with --port, or 0 for any.\n`,
    );
    const wrong = await home.run(["start", "worker", "--daemon", "--model=nonsense"]);
    expect(wrong.exitCode).toBe(2);
    expect(wrong.stderr).toContain('--model "nonsense" cannot be served');
    expect(await home.files()).toEqual([]);
  });

  it("let their last words be read, when they crash as they start", async () => {
    // An engine of a user's own that throws where nobody can catch it.
    const fault = "setTimeout(() => { throw new Error('out of turn \\u001b[31m'); }); return new Promise(() => {});";
    await home.write("engine.mjs", `export default () => { ${fault} };`);
    const config = await home.write("crash.toml", '[[models.llms]]\nname = "x"\nprovider = "./engine.mjs"\n');
    const { exitCode, stdout, stderr } = await home.run(["start", "worker", "-d", "--port=0", "-c", config]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain("Error: out of turn \n    at ");
    expect(await home.files()).toEqual([]);
  });

  it("are not started twice", async () => {
    const { pid, url, port } = await home.start(controller);
    const again = await home.run(["start", "controller", "--port", String(port), "-d"]);
    expect(again).toMatchObject({ exitCode: 1, stdout: "" });
    expect(again.stderr).toContain(`The controller in the background has port ${port}: ${url}, pid ${pid}.`);
    // In the foreground neither.
    expect((await home.run(["start", "controller", "--port", String(port)])).stderr).toContain(`pid ${pid}`);
    expect(await healthOf()).toEqual(["controller healthy"]);
  });

  it("are not well without their controller", async () => {
    const away = ["--controller-addr", "http://127.0.0.1:9"];
    await home.start(["start", "apiserver", "--port=0", ...away]);
    const { exitCode, stdout } = await home.run(["status"]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/unhealthy +its controller http:\/\/127\.0\.0\.1:9 does not answer: nothing listens there/);
  });

  it("are a whole fleet, too, of which there is one unless another port is given", async () => {
    const { pid, url, port } = await home.start(["up", "--model=builtin", "--port=0"]);
    expect((await home.run(["up", "-d"])).stderr).toContain(`The fleet in the background has port ${port}`);
    expect((await home.run(["model", "list", "--verbose"])).stderr).toContain(
      `${url} (from the fleet in the background`,
    );
    expect((await home.run(["stop", "fleet"])).stdout).toBe(`Stopped: fleet ${url} (pid ${pid})\n`);
    expect((await home.run(["stop", "all"])).exitCode).toBe(0);
  });

  it("recover from kill -9: the controller notices, status says so, start goes on", async () => {
    const config = await home.write(
      "fleet.toml",
      "[service.model.controller]\nheartbeat_timeout_secs = 5\n[service.model.worker]\nheartbeat_interval = 1\n",
    );
    const first = await home.start([...controller, "-c", config]);
    // Chosen, so that nobody else has it when it is wanted again.
    const port = String(await freePort());
    const killed = await home.start(worker(first.url, "--port", port, "-c", config));
    process.kill(killed.pid, "SIGKILL");
    await untilGone(killed.pid);

    // The controller's clock decides when that is.
    const unhealthy = async (): Promise<void> => {
      const rows = await home.json<{ healthy: boolean }[]>(["model", "list"]);
      expect(rows.map(({ healthy }) => healthy)).toEqual([false, false, false, false]);
    };
    await vi.waitFor(unhealthy, { timeout: 60_000 });
    const shown = await home.run(["status"]);
    expect(shown.exitCode).toBe(1);
    expect(shown.stdout).toMatch(new RegExp(`worker +${killed.pid} .* dead +killed or crashed`));
    expect(shown.stderr).toContain(
      `The worker with pid ${killed.pid} ended without being stopped. Its log: ${killed.log}`,
    );

    const next = await home.run([...worker(first.url, "--port", port, "-c", config), "-d"]);
    expect(next.exitCode).toBe(0);
    expect(next.stderr).toContain(`pid ${killed.pid}, was not stopped but died. Its log: ${killed.log}.1`);
    expect(await healthOf()).toEqual(["controller healthy", "worker healthy"]);
    expect((await home.run(["model", "list"])).stdout).not.toContain("no");
  });

  it("are cleaned up after when they are dead, and processes with their ids are let alone", async () => {
    const { pid, url, port } = await home.start(controller);
    process.kill(pid, "SIGKILL");
    await untilGone(pid);
    // As if the id belonged to somebody else by now.
    const kept = join(home.state, "daemons", `controller-${port}.json`);
    await home.write(
      join("state", "modelfleet", "daemons", `controller-${port}.json`),
      (await readFile(kept, "utf8")).replace(`"pid": ${pid}`, `"pid": ${process.pid}`),
    );
    const stopped = await home.run(["stop", "controller"]);
    expect(stopped).toMatchObject({ exitCode: 1, stdout: "" });
    expect(stopped.stderr).toContain(`Dead already: controller ${url} (pid ${process.pid})`);
    expect((await home.files()).filter((name) => !name.endsWith(".log"))).toEqual([]);
  });
});
