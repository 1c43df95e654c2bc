import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DaemonHome } from "./support/daemon-home.ts";

let home: DaemonHome;
beforeEach(async () => {
  home = await DaemonHome.create();
});
afterEach(() => home[Symbol.asyncDispose]());

/** Of a server that died. */
const record = {
  kind: "worker",
  pid: 1,
  host: "127.0.0.1",
  port: 8001,
  url: "http://127.0.0.1:8001",
  controller: "http://127.0.0.1:8000",
  log: "/nowhere/worker-8001.log",
  control: "/nowhere/worker-8001.sock",
  startedAt: "2026-01-01T00:00:00.000Z",
  command: "modelfleet start worker",
};

describe("status --watch", { timeout: 60_000 }, () => {
  it("prints a line of JSON for each change, until Ctrl-C", async () => {
    const watching = home.command(["status", "--watch", "--json"]);
    await watching.shows('"servers":[]');
    const folder = join(home.state, "daemons");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "new"), JSON.stringify(record));
    await rename(join(folder, "new"), join(folder, "worker-8001.json"));
    await watching.shows('"health":"dead"');
    const seen = watching.screen.length;
    await rm(join(folder, "worker-8001.json"));
    await watching.shows('"servers":[]', seen);
    watching.child.kill("SIGINT");
    expect(await watching.exit).toBe(130);
    const lines = watching.stdout.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { servers: unknown[] }).servers.length)).toEqual([0, 1, 0]);
  });
});
