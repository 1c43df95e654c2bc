import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command, program } from "./support/command.ts";
import { inheritedEnv } from "./support/inherited-env.ts";

let test: TestCluster;
beforeAll(async () => {
  test = await startCluster({ models: [{ name: "m" }] });
});
afterAll(() => test[Symbol.asyncDispose]());

/**
 * Runs a command whose screen is closed at once, without the SIGHUP that a terminal mostly sends. It gets its input
 * afterwards: an answer that came before would be shown, and then there would be nothing to notice.
 */
const onClosedTerminal = `
import os, pty, subprocess, sys
master, slave = pty.openpty()
command = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=slave, stderr=subprocess.PIPE)
os.close(slave)
command.stderr.readline()
os.close(master)
sys.stderr.buffer.write(command.communicate(b"hi\\n")[1])
sys.exit(command.returncode)
`;

describe("a closed output", { timeout: 120_000 }, () => {
  it("ends a command quietly, when its reader has seen enough", async () => {
    await using command = new Command(["model", "list", "--address", test.address]);
    command.child.stdout?.destroy();
    expect({ exitCode: await command.exit, stderr: command.stderr }).toEqual({ exitCode: 0, stderr: "" });
  });

  it("keeps nobody from the data, when it is that of what is said", async () => {
    await using command = new Command(["model", "list", "--verbose", "--address", test.address]);
    command.child.stderr?.destroy();
    expect(await command.exit).toBe(0);
    expect(command.stdout).toMatch(/^m +llm/m);
  });

  it.runIf(process.platform === "linux")("is told of where nothing can be written, as on a full disk", async () => {
    const full = openSync("/dev/full", "w");
    const args = [...program.slice(1), "model", "list", "--address", test.address];
    const child = spawn(process.execPath, args, { env: inheritedEnv(), stdio: ["ignore", full, "pipe"] });
    const said = text(child.stderr as Readable);
    const [exitCode] = await once(child, "exit");
    expect(exitCode).toBe(1);
    expect(await said).toMatch(/^error: Standard output cannot be written to: .*no space left.*\n$/i);
  });

  it("ends a command quietly, when the terminal is gone", async () => {
    const args = ["model", "chat", "-m", "m", "--verbose", "--address", test.address];
    await using command = new Command(args, { program: ["python3", "-c", onClosedTerminal, ...program] });
    expect({ exitCode: await command.exit, stderr: command.stderr }).toEqual({ exitCode: 1, stderr: "" });
  });
});
