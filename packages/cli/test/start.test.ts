import { mkdtemp, mkdtempDisposable, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Command, run } from "./support/command.ts";
import { untilListed } from "./support/listed.ts";
import { noOllama, postJson, startServer, startServing } from "./support/serving.ts";

const chatWith = (url: string, headers?: Record<string, string>): Promise<Response> =>
  postJson(`${url}/chat/completions`, { model: "guide", messages: [{ role: "user", content: "hi" }] }, headers);

async function listed(address: string): Promise<string[]> {
  const { stdout } = await run(["model", "list", "--json", "--address", address]);
  const rows = JSON.parse(stdout) as { modelName: string; healthy: boolean }[];
  return rows.map(({ modelName, healthy }) => `${modelName} ${healthy ? "healthy" : "unhealthy"}`);
}

describe("start", { timeout: 60_000 }, () => {
  it("runs a cluster in three processes, whose worker says goodbye", async () => {
    await using controller = await startServing(["start", "controller", "--port", "0"]);
    // DB-GPT's own spelling.
    const addressed = ["--controller_addr", controller.url, "--port=0"];
    await using worker = await startServing(["start", "worker", "--model", "builtin", ...addressed]);
    await using api = await startServing(["start", "apiserver", ...addressed]);
    expect(worker.command.stderr).toContain(`Its controller: ${controller.url}\n`);
    const names = ["guide", "lexical-embed", "lexical-rerank", "WorkerManager"];
    await untilListed(controller.url, names.length);
    expect(await listed(controller.url)).toEqual(names.map((name) => `${name} healthy`));

    expect(api.url).toMatch(/\/v1$/);
    const answer = (await (await chatWith(api.url)).json()) as { choices: { message: { content: string } }[] };
    expect(answer.choices[0]?.message.content).toContain("modelfleet");

    worker.command.child.kill("SIGTERM");
    expect(await worker.command.exit).toBe(0);
    expect(await listed(controller.url)).toEqual(names.map((name) => `${name} unhealthy`));
    for (const { command } of [api, controller]) {
      command.child.kill("SIGTERM");
      expect(await command.exit).toBe(0);
    }
  });

  it("guards what it runs with the token, and sends it", async () => {
    const env = { MODELFLEET_TOKEN: "a-long-token" };
    await using controller = await startServing(["start", "controller", "--port=0"], { env });
    expect((await fetch(`${controller.url}/api/controller/models`)).status).toBe(401);
    const addressed = ["--address", controller.url, "--port=0", "--model=builtin"];
    await using worker = await startServing(["start", "worker", ...addressed], { env });
    expect((await fetch(`${worker.url}/api/worker/models/supports`)).status).toBe(401);
    await untilListed(controller.url, 4, env.MODELFLEET_TOKEN);
    const args = ["model", "chat", "-m", "guide", "--address", controller.url];
    expect(await run(args, { input: "What is a worker?\n", env })).toMatchObject({ exitCode: 0 });
  });

  it("keeps telling one controller of a worker while another one hangs", async () => {
    const beats = { answered: 0, hanging: 0 };
    const heard = Promise.withResolvers<void>();
    const told = Promise.withResolvers<void>();
    await using hanging = await startServer((request, response) => {
      if (!request.url?.endsWith("/heartbeat")) return void response.end("true");
      if (++beats.hanging === 2) told.resolve();
    });
    await using answering = await startServer((request, response) => {
      response.end("true");
      if (request.url?.endsWith("/heartbeat") && ++beats.answered === 3) heard.resolve();
    });
    await using folder = await mkdtempDisposable(join(tmpdir(), "modelfleet-worker-"));
    const config = join(folder.path, "worker.toml");
    await writeFile(
      config,
      `[service.model.worker]\nheartbeat_interval = 1\n[[models.llms]]\nname = "m"\nprovider = "echo"\n`,
    );
    const controllers = `${hanging.url},${answering.url}`;
    await using worker = await startServing(["start", "worker", "-c", config, "--port=0", "--address", controllers]);
    // The model, and the worker itself.
    await Promise.all([heard.promise, told.promise]);
    expect(beats.hanging).toBe(2);
    worker.command.child.kill("SIGTERM");
    expect(await worker.command.exit).toBe(0);
  });

  it("serves at once where a controller takes connections and says nothing, and registers there later", async () => {
    const held: (() => void)[] = [];
    const registered: string[] = [];
    const all = Promise.withResolvers<void>();
    await using slow = await startServer(async (request, response) => {
      const answer = (): void => void response.end("true");
      if (request.method !== "POST" || !request.url?.endsWith("/models")) return answer();
      const { model_name: name } = (await new Response(Readable.toWeb(request) as ReadableStream).json()) as {
        model_name: string;
      };
      registered.push(name);
      held.push(answer);
      if (registered.length === 4) all.resolve();
    });
    const args = ["start", "worker", "--model=builtin", "--port=0", "--controller-addr", slow.url];
    await using worker = await startServing(args);
    expect(worker.command.stderr).toContain(`${slow.url} has not answered within 2 seconds`);
    expect((await fetch(`${worker.url}/api/worker/models/supports`)).status).toBe(200);
    await all.promise;
    for (const answer of held) answer();
    await worker.command.says(`Registered at ${slow.url}.`);
    expect(registered.toSorted()).toEqual([
      "WorkerManager@service",
      "guide@llm",
      "lexical-embed@text2vec",
      "lexical-rerank@reranker",
    ]);
    worker.command.child.kill("SIGTERM");
    expect(await worker.command.exit).toBe(0);
  });

  it("prints one line of JSON for those that wait for it", async () => {
    await using fleet = new Command(["up", "--model=builtin", "--port=0", "--no-open", "--json"], { env: noOllama });
    await fleet.shows("\n");
    const { url, ...told } = JSON.parse(fleet.stdout) as Record<string, string>;
    expect(told).toMatchObject({
      kind: "fleet",
      pid: fleet.child.pid,
      port: Number(new URL(url as string).port),
      controller: url,
      api: `${url}/v1`,
      models: [
        { modelName: "guide", modelType: "llm" },
        { modelName: "lexical-embed", modelType: "text2vec" },
        { modelName: "lexical-rerank", modelType: "reranker" },
      ],
    });
    const args = ["start", "apiserver", "--port=0", "--json", "--controller-addr", url as string];
    await using api = new Command(args);
    await api.shows("\n");
    const { url: base, port, ...rest } = JSON.parse(api.stdout) as Record<string, string>;
    expect(rest).toEqual({ kind: "apiserver", pid: api.child.pid, controller: url, api: `${base}/v1` });
  });

  it("says when a controller knows of the worker that was away", async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), "modelfleet-worker-"));
    const config = join(folder.path, "worker.toml");
    const model = '[[models.llms]]\nname = "m"\nprovider = "echo"\n';
    await writeFile(config, `[service.model.worker]\nheartbeat_interval = 1\n${model}`);
    let away = true;
    await using controller = await startServer((_request, response) => {
      response.writeHead(away ? 503 : 200).end("true");
    });
    const args = ["start", "worker", "-c", config, "--port=0", "--controller-addr", controller.url];
    await using worker = await startServing(args);
    expect(worker.command.stderr).toContain(`${controller.url} was not told of this worker: `);
    expect(worker.command.stderr).not.toContain("Registered at");
    away = false;
    await worker.command.says(`Registered at ${controller.url}.`);
  });

  it("starts a worker whose controller is away, and says so", async () => {
    const away = ["--controller-addr", "http://127.0.0.1:9", "--model=builtin", "--port=0"];
    await using worker = await startServing(["start", "worker", ...away]);
    expect(worker.command.stderr).toContain("http://127.0.0.1:9 was not told of this worker: nothing listens there.");
    worker.command.child.kill("SIGINT");
    expect(await worker.command.exit).toBe(0);
  });
});

describe("start apiserver", { timeout: 60_000 }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "modelfleet-keys-"));
    await writeFile(join(folder, "keys"), "# of the team\nfrom-file\n\n");
    await writeFile(join(folder, "none"), "# nobody yet\n");
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("takes keys from the environment and from a file, and no others", async () => {
    await using fleet = await startServing(["up", "--model=builtin", "--port=0"]);
    await using api = await startServing(
      ["start", "apiserver", "--controller-addr", fleet.url, "--port=0", "--api-keys-file", join(folder, "keys")],
      { env: { MODELFLEET_API_KEYS: "one, two" } },
    );
    const statuses = ["one", "two", "from-file", "three"].map(async (key) => {
      const answer = await chatWith(api.url, { authorization: `Bearer ${key}` });
      return answer.status;
    });
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 401]);
    expect((await chatWith(api.url)).status).toBe(401);
  });

  it("takes keys from the command line, and says who can read them", async () => {
    await using api = await startServing(["start", "apiserver", "--api_keys", "k3y", "--port=0"]);
    expect(api.command.stderr).toContain("--api-keys can be read by other users");
    expect(api.command.stderr).not.toContain("k3y");
    expect((await chatWith(api.url)).status).toBe(401);
  });

  it.each([
    ["no file", ["--api-keys-file", "nowhere"], 1, "The file of API keys cannot be read: nowhere (ENOENT)"],
    ["the network without keys", ["--host=0.0.0.0", "--port=0"], 2, "Set MODELFLEET_API_KEYS"],
    ["a wrong controller", ["--controller-addr", "ftp://x"], 2, "ftp://x"],
    ["a port that is none", ["--port", "x"], 2, "give a number from 0 to 65535"],
  ])("refuses %s", async (_what, args, code, message) => {
    const { exitCode, stdout, stderr } = await run(["start", "apiserver", ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(stderr).toContain(message);
  });

  it("refuses a file without keys", async () => {
    const { exitCode, stderr } = await run(["start", "apiserver", "--api-keys-file", join(folder, "none")]);
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("There are no API keys"),
    });
  });

  it.each(["controller", "worker", "apiserver"])("refuses a port that is taken, as %s", async (kind) => {
    await using other = await startServer((_request, response) => response.end());
    const model = kind === "worker" ? ["--model=builtin"] : [];
    const { exitCode, stderr } = await run(["start", kind, "--port", String(other.port), ...model]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Port ${other.port} of 127.0.0.1 is taken`);
  });
});
