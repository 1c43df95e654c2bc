import { appendFile, mkdir, rename, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DaemonHome } from "./support/daemon-home.ts";

let home: DaemonHome;
let file: string;
beforeEach(async () => {
  home = await DaemonHome.create();
  const folder = join(home.state, "logs");
  await mkdir(folder, { recursive: true });
  file = join(folder, "worker-8001.log");
});
afterEach(() => home[Symbol.asyncDispose](), 60_000);

describe("logs", { timeout: 120_000 }, () => {
  it("prints the last lines, without control sequences", async () => {
    await writeFile(file, "one\ntwo \u001b[31mred\u001b[0m\nthree \u001b]0;title\u0007\nunfinished");
    const { exitCode, stdout } = await home.run(["logs", "worker", "-n", "3"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "two red\nthree \nunfinished\n" });
  });

  it("says whose lines they are, where there are several", async () => {
    await writeFile(file, "a\n");
    await writeFile(file.replace("worker-8001", "controller-8000"), "b\n");
    expect((await home.run(["logs"])).stdout).toBe("controller-8000 | b\nworker-8001     | a\n");
    expect((await home.run(["logs", "--port", "8001"])).stdout).toBe("a\n");
    const { stdout } = await home.run(["logs", "--json"]);
    expect(stdout).toBe('{"server":"controller-8000","line":"b"}\n{"server":"worker-8001","line":"a"}\n');
  });

  it("shows entries as a person reads them, on a terminal; their JSON elsewhere", async () => {
    const request = {
      method: "POST",
      route: "/v1/x",
      status: 200,
      duration_ms: 5,
      request_id: `req_${"0".repeat(60)}`,
    };
    const time = new Date(2026, 10, 21, 9, 8, 7).toISOString();
    const entries = [
      { time, level: "info", message: "Worker: http://127.0.0.1:8001" },
      { time, level: "error", message: "first\n  second \u001b]0;title\u0007" },
      { time, level: "info", message: "request", ...request },
    ];
    const lines = entries.map((entry) => JSON.stringify(entry));
    await writeFile(file, `native\n${lines.join("\n")}\n`);
    expect((await home.run(["logs"])).stdout).toBe(`native\n${lines.join("\n")}\n`);
    const parsed = (await home.run(["logs", "--json"])).stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(parsed[0]).toEqual({ server: "worker-8001", line: "native" });
    expect(parsed[3]).toEqual({ server: "worker-8001", ...entries[2] });
    await using shown = home.command(["logs"], { NO_COLOR: "1" }, { columns: 80, rows: 24 });
    expect(await shown.exit).toBe(0);
    expect(shown.stdout.replaceAll("\r", "")).toBe(
      [
        "native",
        "2026-11-21 09:08:07 Worker: http://127.0.0.1:8001",
        "2026-11-21 09:08:07 error: first",
        "  second ",
        "2026-11-21 09:08:07 POST /v1/x 200 0.005 s",
        "",
      ].join("\n"),
    );
  });

  it("follows, also into the file that takes its place, and back to an empty one", async () => {
    await writeFile(file, "old\nolder\n");
    const following = home.command(["logs", "worker", "-f", "-n", "1"]);
    await following.shows("older\n");
    await appendFile(file, "first ");
    await appendFile(file, "line 你\n");
    await following.shows("first line 你\n");
    await rename(file, `${file}.1`);
    await appendFile(`${file}.1`, "late\n");
    await writeFile(file, "second\n");
    await following.shows("second\n");
    await truncate(file);
    // Shorter than what was there: one that is as long cannot be told from it.
    await appendFile(file, "3rd\n");
    await following.shows("3rd\n");
    following.child.kill("SIGINT");
    expect(await following.exit).toBe(130);
    expect(following.stdout).toBe("older\nfirst line 你\nlate\nsecond\n3rd\n");
    expect(following.stderr).toBe("");
  });

  it("ends quietly when its reader has seen enough", async () => {
    await writeFile(file, "x\n");
    const following = home.command(["logs", "-f"]);
    await following.shows("x\n");
    following.child.stdout?.destroy();
    await appendFile(file, "y\n");
    expect(await following.exit).toBe(0);
    expect(following.stderr).toBe("");
  });

  it.each([
    ["nothing to show", ["logs", "apiserver"], 1, "No apiserver has left a log."],
    ["a wrong kind", ["logs", "workers"], 2, '"workers" cannot run in the background. There are: fleet, controller'],
    ["a wrong count", ["logs", "-n", "few"], 2, '--lines "few" is no number of lines'],
    ["a wrong port", ["logs", "--port", "x"], 2, "give a number from 0 to 65535"],
  ])("refuses %s", async (_what, args, code, message) => {
    const { exitCode, stdout, stderr } = await home.run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(stderr).toContain(message);
  });
});
