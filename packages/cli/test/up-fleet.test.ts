import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { createTransport } from "@modelfleet/transport";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { untilListed } from "./support/listed.ts";
import { freePort, postJson, type ServingCommand, startServing } from "./support/serving.ts";

const messages = [{ role: "user", content: "hello there" }];

async function chat(url: string, model: string): Promise<string> {
  const answer = await postJson(`${url}/v1/chat/completions`, { model, messages });
  const { choices } = (await answer.json()) as { choices: { message: { content: string } }[] };
  return choices[0]?.message.content ?? "";
}

describe("a fleet that other workers join", { timeout: 60_000 }, () => {
  let fleet: ServingCommand;
  let worker: ServingCommand;
  beforeAll(async () => {
    fleet = await startServing(["up", "--model=builtin", "--port=0"]);
    worker = await startServing(["start", "worker", "--model=builtin", "--port=0", "--controller-addr", fleet.url]);
    await untilListed(fleet.url, 8);
    const params = { provider: "echo" };
    const startup = { model: "parrot", worker_type: "llm", params, worker_name: "parrot" };
    expect(await postJson(`${worker.url}/api/worker/models/startup`, startup).then(({ ok }) => ok)).toBe(true);
    await untilListed(fleet.url, 9);
  }, 60_000);
  afterAll(async () => {
    await worker?.[Symbol.asyncDispose]();
    await fleet?.[Symbol.asyncDispose]();
  });

  it("serves their models, at its API and as a worker", async () => {
    const { data } = (await (await fetch(`${fleet.url}/v1/models`)).json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(["guide", "lexical-embed", "lexical-rerank", "parrot"]);
    expect(await chat(fleet.url, "parrot")).toBe("hello there");
    const counted = await postJson(`${fleet.url}/api/worker/model_metadata`, { model: "parrot" });
    expect(await counted.json()).toMatchObject({ model: "parrot" });
  });

  it("takes the place of a model's files as dbgpt sends it", async () => {
    const params = { model_name: "own", model_path: "/nope/own.gguf", path: null, n_threads: null };
    const startup = { model: "own", worker_type: "llm", params };
    const answer = await postJson(`${worker.url}/api/worker/models/startup`, startup);
    expect(answer.ok).toBe(false);
    expect(await answer.text()).toContain("The model file /nope/own.gguf does not exist");
  });

  it("says what there is, for a model that nobody has", async () => {
    const answer = await postJson(`${fleet.url}/v1/chat/completions`, { model: "nobody", messages });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toMatch(/guide.*parrot/);
  });

  it("is one worker among others for operators, and a gateway to each", async () => {
    const transport = createTransport();
    const registry = new ModelRegistryClient({ transport, controller: fleet.url });
    const ports = [fleet.url, worker.url].map((url) => Number(new URL(url).port)).sort();
    const supportedAt = async (gateway?: string): Promise<[number, boolean][]> => {
      const manager = new RemoteWorkerManager({ registry, transport, gateway });
      const rows = await manager.supportedModels();
      const has = (models: readonly { model: string }[]): boolean => models.some(({ model }) => model === "parrot");
      return rows.map(({ port, models }): [number, boolean] => [port, has(models)]).sort();
    };
    const expected = ports.map((port) => [port, worker.url.endsWith(`:${port}`)]);
    expect(await supportedAt()).toEqual(expected);
    expect(await supportedAt(fleet.url)).toEqual(expected);
  });

  it("shows the figures of its own models", async () => {
    await chat(fleet.url, "guide");
    expect(await (await fetch(`${fleet.url}/metrics`)).text()).toMatch(/modelfleet_\w+{[^}]*guide/);
  });

  it("sends a start to the worker that it names", async () => {
    const { hostname: host, port } = new URL(worker.url);
    const params = { provider: "echo" };
    const startup = { host, port: Number(port), model: "second", worker_type: "llm", params, worker_name: "second" };
    expect(await postJson(`${fleet.url}/api/worker/models/startup`, startup).then(({ ok }) => ok)).toBe(true);
    const own = await (await fetch(`${worker.url}/api/worker/models/supports`)).text();
    expect(own).toContain('"second"');
    expect(await chat(fleet.url, "second")).toBe("hello there");
  });
});

describe("models that were started at run time", { timeout: 60_000 }, () => {
  let state: string;
  beforeAll(async () => {
    state = await mkdtemp(join(tmpdir(), "modelfleet-state-"));
  });
  afterAll(() => rm(state, { recursive: true }));

  const stop = async ({ command }: ServingCommand): Promise<void> => {
    command.child.kill("SIGTERM");
    expect(await command.exit).toBe(0);
  };

  it.each([
    ["up", "fleet"],
    ["start worker", "worker"],
  ])("come back with the next %s on that port, unless told otherwise", async (name, file) => {
    const port = await freePort();
    const env = { XDG_STATE_HOME: state };
    const start = (...more: string[]): Promise<ServingCommand> =>
      startServing([...name.split(" "), "--model=builtin", `--port=${port}`, ...more], { env });
    const startup = { model: "parrot", worker_type: "llm", params: { provider: "echo" }, worker_name: "parrot" };

    await using first = await start();
    await postJson(`${first.url}/api/worker/models/startup`, startup);
    await stop(first);
    const stored = await readFile(join(state, "modelfleet", "models", `${file}-${port}.json`), "utf8");
    expect(JSON.parse(stored)).toMatchObject({ models: [{ model: "parrot", params: { provider: "echo" } }] });

    await using second = await start();
    expect(second.command.stdout).toContain("Model: parrot (llm)");
    await stop(second);
    await using third = await start("--no-state");
    expect(third.command.stdout).not.toContain("parrot");
    await stop(third);
  });

  it("are not remembered for a server on any port", async () => {
    const folder = await mkdtemp(join(state, "any-"));
    await using fleet = await startServing(["up", "--model=builtin", "--port=0"], { env: { XDG_STATE_HOME: folder } });
    const startup = { model: "parrot", worker_type: "llm", params: { provider: "echo" }, worker_name: "parrot" };
    await postJson(`${fleet.url}/api/worker/models/startup`, startup);
    expect(await chat(fleet.url, "parrot")).toBe("hello there");
    expect(await readdir(folder)).toEqual([]);
  });
});
