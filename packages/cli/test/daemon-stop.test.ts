import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DaemonHome, isRunning, untilGone } from "./support/daemon-home.ts";
import { postJson, startServer } from "./support/serving.ts";

let home: DaemonHome;
beforeEach(async () => {
  home = await DaemonHome.create();
});
afterEach(() => home[Symbol.asyncDispose](), 60_000);

const chunk = (delta: object, reason: string | null): string =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;

describe("stopping a server in the background", { timeout: 120_000 }, () => {
  it("lets an answer end", async () => {
    const asked = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    await using upstream = await startServer((request, response) => {
      if (request.method === "GET") return response.end('{"object":"list","data":[]}');
      response.writeHead(200, { "content-type": "text/event-stream" }).write(chunk({ content: "first " }, null));
      asked.resolve();
      return void goOn.promise.then(() => response.end(`${chunk({ content: "last" }, "stop")}data: [DONE]\n\n`));
    });
    const { url, pid } = await home.start(["up", "--port=0", "--model", `openai:slow@${upstream.url}/v1`]);
    const messages = [{ role: "user", content: "hi" }];
    const answering = postJson(`${url}/v1/chat/completions`, { model: "slow", messages });
    await asked.promise;
    // Who asks a second time does not cut it off. Both at once: answers under way have ten seconds from the first on.
    const [stopping, again] = [home.command(["stop", "fleet"]), home.command(["stop", "fleet"])];
    for (const each of [stopping, again]) await each.says("stops as soon as answers under way have ended");
    expect(isRunning(pid)).toBe(true);
    goOn.resolve();
    const { choices } = (await (await answering).json()) as { choices: { message: { content: string } }[] };
    expect(choices[0]?.message.content).toBe("first last");
    expect(await stopping.exit).toBe(0);
    expect(await again.exit).toBe(0);
    for (const each of [stopping, again]) expect(each.stdout).toContain("Stopped: fleet");
  });

  it("kills one that hangs, and says so", async () => {
    const { pid, url } = await home.start(["start", "controller", "--port=0"]);
    process.kill(pid, "SIGSTOP");
    const { exitCode, stdout, stderr } = await home.run(["stop", "controller"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `Killed: controller ${url} (pid ${pid})\n` });
    expect(stderr).toBe(`The controller with pid ${pid} does not answer: it is killed.\n`);
    await untilGone(pid);
    expect((await home.files()).filter((name) => !name.endsWith(".log"))).toEqual([]);
  });

  it("stands in its log", async () => {
    const { pid, log } = await home.start(["start", "controller", "--port=0"]);
    process.kill(pid, "SIGTERM");
    await untilGone(pid);
    expect(await readFile(log, "utf8")).toContain('"message":"Stopping: answers under way have 10 seconds."');
    expect(await home.run(["stop", "all"])).toMatchObject({ exitCode: 0, stderr: "Nothing runs in the background.\n" });
  });
});

describe("a server that has not started yet", { timeout: 120_000 }, () => {
  /** Starts one whose upstream does not answer, and so is not ready. */
  async function startSlow() {
    const asked = Promise.withResolvers<void>();
    const upstream = await startServer(() => asked.resolve());
    const command = home.command(["start", "worker", "-d", "--port=0", "--model", `openai:slow@${upstream.url}/v1`]);
    await asked.promise;
    const children = await readFile(`/proc/${command.child.pid}/task/${command.child.pid}/children`, "utf8");
    return { command, upstream, pid: Number(children.trim()) };
  }

  it("ends with Ctrl-C, and leaves nothing", async () => {
    const { command, upstream, pid } = await startSlow();
    await using _upstream = upstream;
    command.child.kill("SIGINT");
    expect(await command.exit).toBe(130);
    expect(isRunning(pid)).toBe(false);
    expect(await home.files()).toEqual([]);
  });

  it("ends with the command that waits for it, however that ends", async () => {
    const { command, upstream, pid } = await startSlow();
    await using _upstream = upstream;
    expect(isRunning(pid)).toBe(true);
    command.child.kill("SIGKILL");
    await untilGone(pid);
    expect(await home.files()).toEqual([]);
    expect((await home.run(["status"])).stderr).toBe("Nothing runs in the background.\n");
  });
});
