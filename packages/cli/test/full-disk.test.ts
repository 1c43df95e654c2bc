import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DaemonLog } from "../src/daemon/daemon-log.ts";
import { DaemonHome } from "./support/daemon-home.ts";
import { freePort, postJson } from "./support/serving.ts";

/** A disk of its own, so small that it is full in no time. */
class SmallDisk implements Disposable {
  readonly path: string = mkdtempSync(join(tmpdir(), "modelfleet-disk-"));
  readonly #filling: string = join(this.path, "filling");

  constructor() {
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", this.path], { stdio: "ignore" });
    } catch (error) {
      rmSync(this.path, { recursive: true });
      throw error;
    }
  }

  fill(): void {
    const fd = openSync(this.#filling, "a");
    try {
      for (;;) writeFileSync(fd, Buffer.alloc(4_096));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    } finally {
      closeSync(fd);
    }
  }

  empty(): void {
    rmSync(this.#filling);
  }

  [Symbol.dispose](): void {
    // What has just been ended may hold it for a moment.
    execFileSync("umount", ["--lazy", this.path]);
    rmSync(this.path, { recursive: true });
  }
}

/** Only root may mount, and not in every container. */
const mayMount = (() => {
  try {
    using _disk = new SmallDisk();
    return true;
  } catch {
    return false;
  }
})();

describe.runIf(mayMount)("on a full disk", { timeout: 120_000 }, () => {
  let disk: SmallDisk;
  let home: DaemonHome;
  let env: Record<string, string>;
  beforeEach(async () => {
    disk = new SmallDisk();
    home = await DaemonHome.create();
    env = { XDG_STATE_HOME: join(disk.path, "state") };
  });
  afterEach(async () => {
    await home.run(["stop", "all"], env);
    await home[Symbol.asyncDispose]();
    disk[Symbol.dispose]();
  }, 60_000);

  it("a server goes on, keeps its old list of models whole, and says what it could not save", async () => {
    // Models are remembered by port, where it is a chosen one.
    const given = String(await freePort());
    const { url, port, log } = await home.start(["start", "worker", "--model=builtin", "--port", given], env);
    const startModel = async (model: string): Promise<[number, unknown]> => {
      const place = { worker_type: "llm", host: "127.0.0.1", port, params: { provider: "echo" } };
      const answer = await postJson(`${url}/api/worker/models/startup`, { model, ...place });
      return [answer.status, await answer.json()];
    };
    const say = async (model: string): Promise<string> => {
      const messages = [{ role: "human", content: "still there?" }];
      const answer = await postJson(`${url}/api/worker/generate`, { model, messages });
      return ((await answer.json()) as { text: string }).text;
    };
    const models = join(disk.path, "state", "modelfleet", "models");
    const saved = (): string[] =>
      (
        JSON.parse(readFileSync(join(models, `worker-${port}.json`), "utf8")) as { models: { model: string }[] }
      ).models.map(({ model }) => model);

    expect(await startModel("one")).toEqual([200, null]);
    disk.fill();
    // More than the last block of the log has room for.
    for (let i = 0; i < 40; i++) expect(await say("one")).toBe("still there?");
    const { size } = statSync(log);
    expect(await say("one")).toBe("still there?");
    expect(statSync(log).size).toBe(size);
    const [status, body] = await startModel("two");
    expect(status).toBe(500);
    expect(body).toEqual({
      detail: expect.stringMatching(/^It is done, but .* could not save .*disk is full, ENOSPC/),
    });
    expect(await say("two")).toBe("still there?");
    expect(saved()).toEqual(["one"]);
    expect(await readdir(models)).toEqual([`worker-${port}.json`]);

    disk.empty();
    expect(await startModel("three")).toEqual([200, null]);
    expect(saved()).toEqual(["one", "two", "three"]);
    // One may have been cut off where the disk ended; what came later is whole.
    const written = (): void => {
      const last = readFileSync(log, "utf8")
        .split("\n")
        .find((line) => line.includes('"three"'));
      expect(JSON.parse(last ?? "null")).toMatchObject({ message: "request", status: 200 });
    };
    await vi.waitFor(written, { timeout: 20_000 });
  });

  it("a server that nobody would find does not start", async () => {
    mkdirSync(join(disk.path, "state"));
    disk.fill();
    const { exitCode, stderr } = await home.run(["start", "controller", "--port=0", "-d"], env);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^error: The folder \S+ takes no file \(its disk is full, ENOSPC\)\. Make room, or set XDG_/m,
    );
    expect(stderr).not.toContain("    at ");
    const files = await readdir(disk.path, { recursive: true, withFileTypes: true });
    expect(files.filter((file) => !file.isDirectory()).map(({ name }) => name)).toEqual(["filling"]);
  });

  it("a log that has reached its bound, and has no room to move to, begins anew", async () => {
    const path = join(disk.path, "worker.log");
    const fd = openSync(path, "a");
    const log = new DaemonLog(fd, path, { maxBytes: 100_000 });
    while (statSync(path).size <= 100_000) log.write(`${"x".repeat(1_000)}\n`);
    disk.fill();
    for (const word of ["one", "two", "three"]) log.write(`${word}\n`);
    closeSync(fd);
    const words = readFileSync(path, "utf8").trimEnd().split("\n").slice(0, 3);
    expect(words.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(["one", "two", "three"]);
    expect((await readdir(disk.path)).sort()).toEqual(["filling", "worker.log"]);
  });
});

it.runIf(process.platform === "linux")("a log that takes nothing at all stops nobody", () => {
  const fd = openSync("/dev/full", "a");
  const log = new DaemonLog(fd, "/dev/full");
  for (const text of ["one\n", "two", " and more\n"]) expect(() => log.write(text)).not.toThrow();
  closeSync(fd);
});
