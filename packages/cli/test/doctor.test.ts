import { Agent, request as httpRequest } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { controllerApp, MemoryModelRegistry } from "@modelfleet/server";
import { serve } from "@modelfleet/server/node";
import { describe, expect, it } from "vitest";
import type { Finding } from "../src/doctor/finding.ts";
import { masked } from "./support/captured.ts";
import { startCluster, type TestCluster } from "./support/cluster.ts";
import { Command, run } from "./support/command.ts";
import { screenAfter } from "./support/screen.ts";
import { startServer, type TestServer } from "./support/serving.ts";

interface Examined {
  exitCode: number | null;
  findings: Finding[];
  /** Those that somebody has to do something about. */
  bad: Finding[];
}

async function doctor(address: string, args: string[] = [], env: Record<string, string> = {}): Promise<Examined> {
  const { exitCode, stdout, stderr } = await run(["doctor", "--json", "--address", address, ...args], { env });
  expect(stderr).toBe("");
  const findings = JSON.parse(stdout) as Finding[];
  return { exitCode, findings, bad: findings.filter(({ level }) => level === "problem" || level === "warning") };
}

/** A controller that knows these rows. */
async function controllerWith(
  ...rows: [workerKey: string, host: string, port: number][]
): Promise<AsyncDisposable & { url: string; registry: MemoryModelRegistry }> {
  const registry = new MemoryModelRegistry();
  for (const [workerKey, host, port] of rows) await registry.registerInstance({ workerKey, host, port });
  const served = await serve(controllerApp(registry), { port: 0 });
  return { url: served.url, registry, [Symbol.asyncDispose]: () => served.close({ drainMs: 0 }) };
}

/** A proxy in front of a server, which holds answers back until they are whole, as careless ones do. */
function bufferingProxy(port: number): Promise<TestServer> {
  return startServer((request, response) => {
    const agent = new Agent({ keepAlive: false });
    const { method = "GET", url = "/", headers } = request;
    const forwarded = httpRequest({ host: "127.0.0.1", port, method, path: url, headers, agent }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () => response.writeHead(answer.statusCode ?? 502).end(Buffer.concat(pieces)));
    });
    request.pipe(forwarded);
  });
}

const slow = { name: "m", answer: "one two three four five six seven eight", tokenDelayMs: 50 };

/** Where no name server answers, the resolver of the system would try for longer than anybody waits. */
const quickNames = { RES_OPTIONS: "timeout:1 attempts:1" };

describe("doctor", { timeout: 120_000 }, () => {
  it("finds nothing wrong with a fleet that is well, and tells its version", async () => {
    await using test = await startCluster({ models: [slow], generation: "0.8" });
    const { exitCode, findings, bad } = await doctor(test.address, ["-m", "m"]);
    expect({ exitCode, bad }).toEqual({ exitCode: 0, bad: [] });
    expect(findings.map(({ message }) => message).join("\n")).toMatch(
      /DB-GPT 0\.7 or newer, by its rows[\s\S]*1 of 1 models[\s\S]*worker 127[\s\S]*form of DB-GPT 0\.7 \(content\)[\s\S]*streams: \d+ pieces/,
    );
  });

  it("tells the older form of the wire", async () => {
    await using test = await startCluster({ models: [slow], generation: "0.6" });
    const { findings } = await doctor(test.address, ["-m", "m"]);
    const versions = findings.filter(({ check }) => check === "version").map(({ message }) => message);
    expect(versions).toEqual([
      expect.stringContaining("modelfleet or DB-GPT 0.6 or older"),
      expect.stringContaining("every version reads (text)"),
    ]);
  });

  it("says that no controller is there, with status 3", async () => {
    const { exitCode, bad } = await doctor("http://127.0.0.1:9");
    expect(exitCode).toBe(3);
    expect(bad).toEqual([
      {
        check: "controller",
        level: "problem",
        message: "controller http://127.0.0.1:9 cannot be reached: nothing listens there",
        advice: expect.stringContaining("Start it"),
      },
    ]);
  });

  it("examines each of several controllers", async () => {
    await using test = await startCluster({ models: [slow] });
    const { exitCode, bad } = await doctor(`http://127.0.0.1:9,${test.address}`);
    expect(exitCode).toBe(1);
    expect(bad.map(({ message }) => message)).toEqual([expect.stringContaining("127.0.0.1:9 cannot be reached")]);
  });

  it("says that two controllers disagree", async () => {
    await using worker = await startServer((_request, response) => response.writeHead(405).end());
    await using one = await controllerWith(["m@llm", "127.0.0.1", worker.port]);
    await using other = await controllerWith();
    const { exitCode, bad } = await doctor(`${one.url},${other.url}`);
    expect(exitCode).toBe(0);
    expect(bad.map(({ message }) => message)).toEqual([
      `${one.url} and ${other.url} disagree on 1 instance, such as m@llm at 127.0.0.1:${worker.port}`,
    ]);
  });

  it.each<[string, (test: TestCluster) => void, RegExp]>([
    ["a web page", ({ cluster }) => cluster.fault("controllers", { type: "html", status: 200 }), /web page/],
    ["another program", ({ cluster }) => cluster.fault("controllers", { type: "status", status: 404 }), /answers 404/],
    ["a wrong answer", ({ cluster }) => cluster.fault("controllers", { type: "garbage" }), /fails: .*not JSON/],
    ["a hanging one", ({ cluster }) => cluster.fault("controllers", { type: "hang" }), /does not answer within 5 s/],
  ])("recognises %s in place of a controller", async (_what, fault, message) => {
    await using test = await startCluster({ models: [slow] });
    fault(test);
    const { exitCode, bad } = await doctor(test.address);
    expect(exitCode).toBe(3);
    expect(bad).toEqual([expect.objectContaining({ level: "problem", message: expect.stringMatching(message) })]);
  });

  it("tells a server of another protocol from one that is not there", async () => {
    const other = createServer((socket) => socket.on("error", () => {}).end("SSH-2.0-OpenSSH_9.6\r\n"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { bad } = await doctor(`http://127.0.0.1:${(other.address() as AddressInfo).port}`);
    other.close();
    expect(bad).toMatchObject([
      { message: expect.stringMatching(/not HTTP$/), advice: expect.stringContaining("no DB-GPT controller") },
    ]);
  });

  it.each([
    [{}, "wants a token (401)", "Set MODELFLEET_TOKEN"],
    [{ MODELFLEET_TOKEN: "s3cret" }, "refuses MODELFLEET_TOKEN (401)", "Set MODELFLEET_TOKEN"],
  ])("says whether a token is missing or wrong: %j", async (env, message, advice) => {
    await using test = await startCluster({ models: [slow] });
    test.cluster.fault("*", { type: "status", status: 401 });
    const { bad } = await doctor(test.address, [], env);
    expect(bad).toMatchObject([{ message: expect.stringContaining(message), advice: expect.stringContaining(advice) }]);
    expect(JSON.stringify(bad)).not.toContain("s3cret");
  });

  it("says that a worker refuses what the controller takes", async () => {
    await using test = await startCluster({ models: [slow] });
    test.cluster.fault("workers", { type: "status", status: 401 });
    const { exitCode, bad } = await doctor(test.address);
    expect(exitCode).toBe(1);
    expect(bad).toMatchObject([{ check: "worker", message: expect.stringMatching(/\(m\) wants a token \(401\)$/) }]);
  });

  it("says which registered addresses are none from here", async () => {
    await using test = await controllerWith(
      ["a@llm", "0.0.0.0", 8001],
      ["b@llm", "worker-7.invalid", 8001],
      ["c@llm", "127.0.0.1", 9],
    );
    const { exitCode, bad } = await doctor(test.url, [], quickNames);
    expect(exitCode).toBe(1);
    expect(bad.map(({ message }) => message)).toEqual([
      "worker 0.0.0.0:8001 (a) is registered as 0.0.0.0, which is no address to call",
      "worker worker-7.invalid:8001 (b) is registered under a name that does not resolve from here",
      "worker 127.0.0.1:9 (c) cannot be reached: nothing listens there",
    ]);
    for (const { advice } of bad) expect(advice).toContain("--worker_register_host");
  });

  it("says what other program answers in a worker's place", async () => {
    await using other = await startServer((_request, response) => response.end('{"hello":1}'));
    await using test = await controllerWith(["m@llm", "127.0.0.1", other.port]);
    const { bad } = await doctor(test.url);
    expect(bad.map(({ message }) => message)).toEqual([
      `worker 127.0.0.1:${other.port} (m) does not answer as a worker does`,
    ]);
  });

  it("says which models are ill, and which have nothing to do", async () => {
    await using test = await startCluster({ models: [{ name: "ill" }, { name: "off" }, { name: "well" }] });
    test.cluster.fault("controllers", { type: "unhealthy", workerKey: "ill@llm" });
    test.cluster.fault("controllers", { type: "disabled", workerKey: "off@llm" });
    const { findings } = await doctor(test.address);
    expect(findings.filter(({ check }) => check === "model")).toMatchObject([
      { level: "ok", message: "1 of 3 models have a healthy instance" },
      { level: "problem", message: expect.stringMatching(/^ill@llm has no healthy instance/) },
      { level: "note", message: expect.stringMatching(/^off@llm is disabled/) },
    ]);
  });

  it("says that nothing is registered", async () => {
    await using test = await controllerWith();
    const { exitCode, bad } = await doctor(test.url);
    expect(exitCode).toBe(0);
    expect(bad).toMatchObject([{ level: "warning", message: "no models are registered" }]);
  });

  it("says how wrong a clock is", async () => {
    await using ahead = await startServer((_request, response) => {
      response.setHeader("date", new Date(Date.now() + 3_600_000).toUTCString());
      response.end("[]");
    });
    const begunAt = performance.now();
    const { bad } = await doctor(ahead.url);
    // As exact as whole seconds are, and the time that the answer was under way.
    const uncertain = 1 + (performance.now() - begunAt) / 1000;
    const clock = bad.find(({ message }) => message.includes("clock"));
    const [, seconds] = /is (\d+) s ahead of this machine's$/.exec(clock?.message ?? "") ?? [];
    expect(Math.abs(Number(seconds) - 3_600)).toBeLessThanOrEqual(uncertain);
  });

  it("finds a proxy that holds answers back", async () => {
    // Longer than what a busy machine keeps a process from its turn.
    await using test = await startCluster({ models: [{ ...slow, tokenDelayMs: 150 }] });
    const workerPort = Number(new URL(test.cluster.workers[0]?.url ?? "").port);
    await using proxy = await bufferingProxy(workerPort);
    await using controller = await controllerWith(["m@llm", "127.0.0.1", proxy.port]);
    const { exitCode, bad } = await doctor(controller.url, ["-m", "m"]);
    expect(exitCode).toBe(1);
    expect(bad).toMatchObject([
      { check: "streaming", message: expect.stringContaining("something on the way holds answers back") },
    ]);
  });

  it("says that the model asked for fails, or is not there", async () => {
    await using test = await startCluster({ models: [slow] });
    test.cluster.fault("workers", { type: "error", code: 7 });
    expect((await doctor(test.address, ["-m", "m"])).bad).toMatchObject([
      { message: expect.stringContaining("reports error 7") },
    ]);
    expect((await doctor(test.address, ["-m", "nope"])).bad).toMatchObject([
      { message: "nope has no healthy instance to stream from" },
    ]);
  });

  it("names a proxy of the environment that stands in the way", async () => {
    await using test = await startCluster({ models: [slow] });
    const env = { HTTP_PROXY: "http://user:s3cret@127.0.0.1:9", NO_PROXY: "" };
    const { bad } = await doctor(test.address, [], env);
    expect(bad[0]).toMatchObject({
      check: "proxy",
      message: "HTTP_PROXY set: calls to 127.0.0.1 go through a proxy",
      advice: expect.stringContaining("NO_PROXY=127.0.0.1"),
    });
    expect(JSON.stringify(bad)).not.toContain("s3cret");
  });

  it.each([
    [80, { columns: 80, rows: 40 }],
    [120, { columns: 120, rows: 40 }],
    // As serial lines and some containers have it.
    [80, { columns: 0, rows: 0 }],
  ])("looks right at %i columns, on a terminal of %o", async (columns, terminal) => {
    await using test = await controllerWith(
      ["通义千问@llm", "worker-7.invalid", 8001],
      ["qwen3-32b@llm", "0.0.0.0", 8001],
      ["bge-m3@text2vec", "127.0.0.1", 9],
    );
    await using command = new Command(["doctor", "--address", test.url], { terminal, env: quickNames });
    expect(await command.exit).toBe(1);
    const { lines } = await screenAfter(command.stdout, columns, 40);
    const shown = masked(lines)
      .replace(/Node v\S+/, "Node v24.0.0")
      .replace(/in \d+ ms, with/, "in 5 ms, with");
    await expect(shown).toMatchFileSnapshot(`captures/doctor-${columns}.txt`);
  });
});
