import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commands } from "../src/command-table.ts";
import { findController } from "../src/controller/find-controller.ts";
import { commandLine } from "../src/daemon/command-line.ts";
import { DaemonLog } from "../src/daemon/daemon-log.ts";
import { parseRecord } from "../src/daemon/daemon-record.ts";
import { timeSince } from "../src/daemon/daemon-row.ts";
import { withoutCredentials } from "../src/daemon/without-credentials.ts";
import { quickParse } from "../src/quick-parse.ts";

describe("DaemonLog", () => {
  let folder: string;
  let path: string;
  let fd: number;
  const now = (): Date => new Date("2026-11-21T10:00:00.000Z");
  const entry = (message: string, level = "info"): string =>
    `{"time":"2026-11-21T10:00:00.000Z","level":"${level}","message":"${message}"}\n`;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "modelfleet-log-"));
    path = join(folder, "starting");
    fd = openSync(path, "a");
  });
  afterEach(async () => {
    closeSync(fd);
    await rm(folder, { recursive: true });
  });
  const text = (name: string): string => readFileSync(join(folder, name), "utf8");

  it("makes an entry of each line, however lines are cut", () => {
    const log = new DaemonLog(fd, path, { now });
    for (const piece of ["one\ntw", "o\n", "", "\nfour"]) log.write(piece);
    expect(text("starting")).toBe(entry("one") + entry("two"));
    log.write(" and\n");
    expect(text("starting").endsWith(entry("four and"))).toBe(true);
  });

  it("keeps together what belongs together, and says how bad it is", () => {
    const log = new DaemonLog(fd, path, { now });
    log.write("error: It broke.\n    at place (file:1)\nwarning: Take care.\n");
    expect(text("starting")).toBe(entry("It broke.\\n    at place (file:1)", "error") + entry("Take care.", "warn"));
  });

  it("leaves entries as they are, and takes none from what others said", () => {
    const log = new DaemonLog(fd, path, { now });
    const own = '{"time":"2026-11-21T09:00:00.000Z","level":"warn","message":"request","status":404}\n';
    log.write(own);
    expect(text("starting")).toBe(own);
    log.write(`error: They said\n${own}`);
    const forged = text("starting").split("\n")[2] ?? "";
    expect(JSON.parse(forged)).toEqual({ time: now().toISOString(), level: "info", message: own.trimEnd() });
  });

  it("takes its place, and keeps the one that was there", () => {
    for (const name of ["a", "b"]) {
      const starting = join(folder, name);
      const opened = openSync(starting, "a");
      const log = new DaemonLog(opened, starting, { now });
      log.write(`${name}\n`);
      log.moveTo(join(folder, "worker.log"));
      log.write("more\n");
      closeSync(opened);
    }
    expect(text("worker.log")).toBe(entry("b") + entry("more"));
    expect(text("worker.log.1")).toBe(entry("a") + entry("more"));
  });

  it("stays within its bound, while the file stays open", () => {
    const log = new DaemonLog(fd, path, { now, maxBytes: 190 });
    for (const line of ["one\n", "two\n", "three\n", "four\n"]) log.write(line);
    expect(text("starting.1")).toBe(entry("one") + entry("two") + entry("three"));
    // What others write to the same file, such as native code, goes on too.
    writeSync(fd, "crash\n");
    expect(text("starting")).toBe(`${entry("four")}crash\n`);
  });
});

describe("commandLine", () => {
  it.each([
    ["start", "worker", "--address=http://a", "--model=a", "--model=-d", "--port=0"],
    ["up", "--verbose", "--no-open"],
  ])("gives the words of %s again", (...words) => {
    const invocation = quickParse(words);
    const spec = commands.find(({ path }) => path.join() === invocation?.command.path.join());
    if (!invocation || !spec) throw new Error("not understood");
    const again = commandLine(spec, invocation.options);
    expect(again.toSorted()).toEqual(words.toSorted());
    expect(quickParse(again)?.options).toEqual(invocation.options);
  });
});

describe("a controller in the background", () => {
  it("is known to run, and has more time to answer than one that is guessed", async () => {
    const candidates = async () => [
      { address: "http://own.test", source: "a test", running: true },
      { address: "http://guessed.test", source: "a test" },
    ];
    const probed: [string, boolean | undefined][] = [];
    const probe = async (address: string, _signal: AbortSignal, running?: boolean): Promise<void> => {
      probed.push([address, running]);
    };
    const { signal } = new AbortController();
    expect(await findController({ signal, candidates, probe })).toMatchObject({ address: "http://own.test" });
    expect(probed).toEqual([
      ["http://own.test", true],
      ["http://guessed.test", undefined],
    ]);
  });
});

describe("a record", () => {
  it.each(["", "{", "[]", "null", '{"kind":"worker"}', '{"kind":"other"}'])("is not %j", (text) => {
    expect(parseRecord(text)).toBeUndefined();
  });
});

describe("withoutCredentials", () => {
  it("takes names, passwords and queries out of URLs", () => {
    expect(withoutCredentials("up --address=http://me:pw@a.test:1/x@y,https://t@b.test?k=v -m a@b?")).toBe(
      "up --address=http://a.test:1/x@y,https://b.test -m a@b?",
    );
  });
});

describe("timeSince", () => {
  const now = Date.parse("2026-11-21T10:00:00Z");
  it.each([
    ["2026-11-21T10:00:00Z", "0s"],
    ["2026-11-21T09:59:01Z", "59s"],
    ["2026-11-21T09:58:00Z", "2m 0s"],
    ["2026-11-21T07:59:00Z", "2h 1m"],
    ["2026-11-18T08:00:00Z", "3d 2h"],
    // A clock that was set back.
    ["2026-11-21T10:00:09Z", "0s"],
  ])("%s is %s ago", (startedAt, text) => {
    expect(timeSince(startedAt, now)).toBe(text);
  });
});
