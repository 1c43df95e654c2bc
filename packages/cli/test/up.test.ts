import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./support/command.ts";
import { postJson, type ServingCommand, startServer, startServing, statusOf } from "./support/serving.ts";
import { startUpstream } from "./support/upstream.ts";

let fleet: ServingCommand;
beforeAll(async () => {
  fleet = await startServing(["up", "--port", "0", "--no-open"]);
}, 60_000);
afterAll(() => fleet?.[Symbol.asyncDispose]());

describe("up", { timeout: 60_000 }, () => {
  it("says what it serves, why, and how to chat", () => {
    const { stdout, stderr } = fleet.command;
    // The page is there once it was built, which these tests do not need.
    const [page = ""] = /^Playground: .*\n/m.exec(stdout) ?? [];
    expect(["", `Playground: ${fleet.url}/\n`]).toContain(page);
    expect(stdout.replace(page, "")).toBe(
      `Controller: ${fleet.url}\nAPI: ${fleet.url}/v1\n` +
        "Model: guide (llm)\nModel: lexical-embed (text2vec)\nModel: lexical-rerank (reranker)\n",
    );
    expect(stderr).toContain("no Ollama with models at http://127.0.0.1:9: serving what is built in");
    expect(stderr).toContain(`modelfleet model chat -m guide --address ${fleet.url}`);
  });

  it("is listed", async () => {
    const { stdout } = await run(["model", "list", "--json", "--address", fleet.url]);
    const rows = JSON.parse(stdout) as { modelName: string; modelType: string; healthy: boolean }[];
    expect(rows.map(({ modelName, modelType, healthy }) => [modelName, modelType, healthy])).toEqual([
      ["guide", "llm", true],
      ["lexical-embed", "text2vec", true],
      ["lexical-rerank", "reranker", true],
      ["WorkerManager", "service", true],
    ]);
  });

  it("is chatted with", async () => {
    const args = ["model", "chat", "-m", "guide", "--address", fleet.url];
    const { exitCode, stdout, stderr } = await run(args, { input: "What is a controller?\n" });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("controller");
    expect(stdout).toContain("Sources:");
  });

  it("answers OpenAI's routes", async () => {
    const messages = [{ role: "user", content: "What is modelfleet?" }];
    const chat = await postJson(`${fleet.url}/v1/chat/completions`, { model: "guide", messages });
    const { choices } = (await chat.json()) as { choices: { message: { content: string } }[] };
    expect(choices[0]?.message.content).toContain("modelfleet");

    const embedded = await postJson(`${fleet.url}/v1/embeddings`, { model: "lexical-embed", input: ["a", "b"] });
    const { data } = (await embedded.json()) as { data: { embedding: number[] }[] };
    expect(data.map(({ embedding }) => embedding.length)).toEqual([384, 384]);

    const documents = ["a cat", "a fleet of models"];
    const ranked = await postJson(`${fleet.url}/v1/rerank`, { model: "lexical-rerank", query: "fleet", documents });
    const { results } = (await ranked.json()) as { results: { index: number }[] };
    expect(results.map(({ index }) => index)).toEqual([1, 0]);
  });

  it.each([
    ["a page of another origin", { origin: "http://evil.test" }],
    ["a name that was made to lead here", { host: "evil.test" }],
  ])("refuses %s", async (_what, headers) => {
    const statuses = ["/api/controller/models", "/api/worker/models/supports", "/v1/models"].map((path) =>
      statusOf(`${fleet.url}${path}`, headers),
    );
    expect(await Promise.all(statuses)).toEqual([403, 403, 403]);
    expect(await statusOf(`${fleet.url}/v1/models`, { host: "localhost:8000" })).toBe(200);
  });

  it("says which port it takes instead of its own, and where that is", async () => {
    // Whoever has the default port: one of these two, or somebody else, who may also leave it between them.
    await using first = await startServing(["up", "--no-state"]);
    await using second = await startServing(["up", "--no-state"]);
    expect(second.url).not.toBe(first.url);
    const moved = [first, second].filter(({ url }) => new URL(url).port !== "8000");
    expect(moved.length).toBeGreaterThan(0);
    for (const { command, url } of moved) {
      expect(command.stderr).toContain(`Port 8000 is taken: using ${new URL(url).port}.`);
      expect(command.stderr).toContain(`--address ${url}`);
    }
  });

  it("serves models for embedding and reranking, where it is told that they are", async () => {
    await using upstream = await startUpstream(
      { name: "vectors", workerType: "text2vec" },
      { name: "scores", workerType: "reranker" },
    );
    const models = ["embed:openai:vectors", "rerank:openai:scores"].map(
      (model) => `--model=${model}@${upstream.apiBase}`,
    );
    const env = { OPENAI_API_KEY: upstream.key };
    await using served = await startServing(["up", "--port=0", ...models], { env });
    expect(served.command.stdout).toContain("Model: vectors (text2vec)\nModel: scores (reranker)\n");
    const embedded = await postJson(`${served.url}/v1/embeddings`, { model: "vectors", input: "a" });
    expect(await embedded.json()).toMatchObject({ data: [{ embedding: expect.any(Array) }] });
    const ranked = await postJson(`${served.url}/v1/rerank`, { model: "scores", query: "a", documents: ["b", "a"] });
    expect(await ranked.json()).toMatchObject({ results: [{ index: 1 }, { index: 0 }] });
  });

  it("serves what a running Ollama has, where nothing else is asked", async () => {
    const models = [
      { name: "qwen3:latest", details: { family: "qwen3" } },
      { name: "nomic-embed-text:v1.5", details: { family: "nomic-bert" } },
    ];
    await using ollama = await startServer((_request, response) => response.end(JSON.stringify({ models })));
    const env = { OLLAMA_HOST: `127.0.0.1:${ollama.port}` };
    await using served = await startServing(["up", "--port=0"], { env });
    expect(served.command.stderr).toContain(`Ollama runs at ${ollama.url}`);
    expect(served.command.stdout).toContain("Model: qwen3 (llm)\nModel: nomic-embed-text:v1.5 (text2vec)\n");
  });
});

describe("stopping", { timeout: 60_000 }, () => {
  it.each(["SIGINT", "SIGTERM"] as const)("%s ends it with 0", async (signal) => {
    const served = await startServing(["up", "--port", "0"]);
    await using command = served.command;
    command.child.kill(signal);
    expect(await command.exit).toBe(0);
    await expect(fetch(served.url)).rejects.toThrow();
  });

  it("lets an answer end, whose upstream got its key", async () => {
    const asked = Promise.withResolvers<string | undefined>();
    const goOn = Promise.withResolvers<void>();
    await using upstream = await startServer((request, response) => {
      if (request.method === "GET") return response.end('{"object":"list","data":[]}');
      const chunk = (delta: object, reason: string | null): string =>
        `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`;
      response.writeHead(200, { "content-type": "text/event-stream" }).write(chunk({ content: "first " }, null));
      asked.resolve(request.headers.authorization);
      return void goOn.promise.then(() => response.end(`${chunk({ content: "last" }, "stop")}data: [DONE]\n\n`));
    });
    const model = `openai:slow@${upstream.url}/v1`;
    await using served = await startServing(["up", "--port=0", "--model", model, "--model=builtin"], {
      env: { OPENAI_API_KEY: "k3y" },
    });
    const messages = [{ role: "user", content: "hi" }];
    const answering = postJson(`${served.url}/v1/chat/completions`, { model: "slow", messages });
    expect(await asked.promise).toBe("Bearer k3y");
    served.command.child.kill("SIGTERM");
    await served.command.says("Stopping");
    goOn.resolve();
    const { choices } = (await (await answering).json()) as { choices: { message: { content: string } }[] };
    expect(choices[0]?.message.content).toBe("first last");
    expect(await served.command.exit).toBe(0);
    expect(served.command.stdout + served.command.stderr).not.toContain("k3y");
  });
});
