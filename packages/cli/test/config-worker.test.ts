import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "./support/command.ts";
import { postJson, startServer, startServing } from "./support/serving.ts";
import { startUpstream, type Upstream } from "./support/upstream.ts";

const fixture = fileURLToPath(new URL("./fixtures/dbgpt-proxy.toml", import.meta.url));
const example = fileURLToPath(new URL("../../engines/examples/fleet.toml", import.meta.url));

let folder: string;
let upstream: Upstream;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelfleet-config-"));
  upstream = await startUpstream(
    { name: "gpt-4o" },
    { name: "text-embedding-3-small", workerType: "text2vec" },
    { name: "bge-reranker", workerType: "reranker" },
  );
});
afterAll(async () => {
  await upstream[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function configured(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function say(api: string, model: string, content: string): Promise<string> {
  const answer = await postJson(`${api}/v1/chat/completions`, { model, messages: [{ role: "user", content }] });
  const body = (await answer.json()) as { choices?: { message: { content: string } }[] };
  return body.choices?.[0]?.message.content ?? JSON.stringify(body);
}

describe("start worker -c", { timeout: 120_000 }, () => {
  it("serves by DB-GPT's configuration for a proxy model, of which nothing is changed but key and URL", async () => {
    await using fleet = await startServing(["up", "--model=builtin", "--port=0"]);
    const env = {
      OPENAI_API_KEY: upstream.key,
      OPENAI_API_BASE: upstream.apiBase,
      EMBEDDING_MODEL_API_URL: `${upstream.apiBase}/embeddings`,
    };
    const args = ["start", "worker", "-c", fixture, "--controller-addr", fleet.url, "--port=0"];
    await using worker = await startServing(args, { env });
    expect(worker.command.stdout).toContain("Model: gpt-4o (llm)\nModel: text-embedding-3-small (text2vec)\n");
    expect(worker.command.stderr).toContain("dbgpt-proxy.toml:38: BAAI/bge-reranker-v2-m3 is left out: hf needs");

    const { stdout } = await run(["model", "list", "--json", "--model-name", "gpt-4o", "--address", fleet.url]);
    expect(JSON.parse(stdout)).toMatchObject([{ modelName: "gpt-4o", healthy: true }]);
    // Through the API of the fleet that it registered with.
    expect(await say(fleet.url, "gpt-4o", "over two hops")).toBe("over two hops");
    const embedded = await postJson(`${fleet.url}/v1/embeddings`, { model: "text-embedding-3-small", input: "a" });
    expect(await embedded.json()).toMatchObject({ data: [{ embedding: expect.any(Array) }] });
    expect(worker.command.stdout + worker.command.stderr).not.toContain(upstream.key);
  });

  it("reads its own section: host, port, controller, and what its models are", async () => {
    await using fleet = await startServing(["up", "--model=builtin", "--port=0"]);
    const path = await configured(
      "worker.toml",
      `[service.model.worker]
host = "0.0.0.0"
port = "\${env:WORKER_PORT}"
worker_type = "reranker"
worker_register_host = "localhost"
controller_addr = "${fleet.url}"
heartbeat_interval = 5
log.level = "INFO"

[[models.llms]]
name = "never-looked-at"

[[models.rerankers]]
name = "ranks"
provider = "proxy/siliconflow"
backend = "bge-reranker"
api_url = "${upstream.apiBase}/rerank"
api_key = "${upstream.key}"
`,
    );
    await using worker = await startServing(["start", "worker", "-c", path], { env: { WORKER_PORT: "0" } });
    expect(worker.url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    const { stderr } = worker.command;
    expect(stderr).toContain("worker.toml:1: not listening on 0.0.0.0 but on 127.0.0.1, since MODELFLEET_TOKEN is not");
    expect(stderr).toContain("worker.toml:8: log in [service.model.worker] is not used here.");
    expect(stderr).toContain(`Its controller: ${fleet.url}`);

    const { stdout } = await run(["model", "list", "--json", "--address", fleet.url]);
    const rows = JSON.parse(stdout) as { modelName: string; host: string }[];
    expect(rows.find(({ modelName }) => modelName === "ranks")?.host).toBe("localhost");
    expect(rows.map(({ modelName }) => modelName)).not.toContain("never-looked-at");
    const documents = ["a cat", "a fleet of models"];
    const ranked = await postJson(`${fleet.url}/v1/rerank`, { model: "ranks", query: "fleet", documents });
    const { results } = (await ranked.json()) as { results: { index: number }[] };
    expect(results.map(({ index }) => index)).toEqual([1, 0]);
  });

  it("takes Ollama by the address of its server, as DB-GPT does", async () => {
    const paths: (string | undefined)[] = [];
    await using ollama = await startServer((request, response) => {
      paths.push(request.url);
      response.setHeader("content-type", "application/json").end('{"data":[{"index":0,"embedding":[1]}]}');
    });
    const path = await configured(
      "ollama.toml",
      `[[models.llms]]
name = "deepseek-r1:1.5b"
provider = "proxy/ollama"
api_base = "${ollama.url}"
api_key = ""
[[models.embeddings]]
name = "bge-m3:latest"
provider = "proxy/ollama"
api_url = "${ollama.url}/"
api_key = ""
`,
    );
    await using fleet = await startServing(["up", "-c", path, "--port=0"]);
    await say(fleet.url, "deepseek-r1:1.5b", "hi");
    const embedded = await postJson(`${fleet.url}/v1/embeddings`, { model: "bge-m3:latest", input: "a" });
    expect(await embedded.json()).toMatchObject({ data: [{ embedding: expect.any(Array) }] });
    expect(paths).toEqual(["/v1/chat/completions", "/v1/embeddings"]);
  });

  it("lets the command line win", async () => {
    await using fleet = await startServing(["up", "--model=builtin", "--port=0"]);
    const path = await configured(
      "loses.toml",
      `[service.model.worker]
port = 1
controller_addr = "http://127.0.0.1:9"
[[models.llms]]
name = "loses"
provider = "echo"
`,
    );
    const args = ["-c", path, "--port=0", "--controller-addr", fleet.url, "--model=builtin"];
    await using worker = await startServing(["start", "worker", ...args]);
    expect(worker.command.stdout).toContain("Model: guide (llm)");
    expect(worker.command.stdout).not.toContain("loses");
    expect(worker.command.stderr).toContain(`Its controller: ${fleet.url}`);
  });
});

describe("an engine of a user's own", { timeout: 120_000 }, () => {
  it("is the module that the configuration names: the example", async () => {
    await using fleet = await startServing(["up", "-c", example, "--port=0"]);
    expect(fleet.command.stdout).toContain("Model: shout (llm)");
    expect(await say(fleet.url, "shout", "be quiet")).toBe("BE QUIET !!");
    const query = "model=shout&worker_type=llm";
    const described = await fetch(`${fleet.url}/api/worker/parameter/descriptions?${query}`);
    expect(await described.json()).toMatchObject([
      { param_name: "mark", param_type: "string", required: false, default_value: "!" },
    ]);
  });

  it("is never one that a request names", async () => {
    await using fleet = await startServing(["up", "-c", example, "--port=0"]);
    const module = fileURLToPath(new URL("../../engines/examples/shout-engine.ts", import.meta.url));
    const startup = { model: "evil", worker_type: "llm", params: { provider: module } };
    const answer = await postJson(`${fleet.url}/api/worker/models/startup`, startup);
    expect(answer.ok).toBe(false);
    expect(await answer.text()).toContain("There is no provider");
  });

  it.each([
    ["nothing.js", undefined, "could not be loaded: Cannot find module"],
    ["broken.js", "export default = ;", "could not be loaded: Unexpected token"],
    ["thrower.js", 'throw new Error("no such GPU");', "could not be loaded: no such GPU"],
    ["nameless.js", "export const engine = 1;", "has no default export that is a function"],
    ["vague.js", "export const descriptions = [{}]; export default () => 1;", "number 1 has no paramName"],
    ["idle.js", "export default () => ({});", "made no ModelWorker: return what defineEngine gives"],
  ])("%s is refused", async (name, source, message) => {
    const own = join(folder, "own");
    await mkdir(own, { recursive: true });
    if (source !== undefined) await writeFile(join(own, name), source);
    const path = join(own, `${name}.toml`);
    await writeFile(path, `[[models.llms]]\nname = "own"\nprovider = "./${name}"\n`);
    const { exitCode, stdout, stderr } = await run(["up", "-c", path, "--port=0"]);
    expect(exitCode).not.toBe(0);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
  });
});

describe("keys of a configuration", { timeout: 120_000 }, () => {
  it("go to the upstream that stands beside them, and to no other", async () => {
    const asked: (string | undefined)[] = [];
    await using other = await startServer((request, response) => {
      asked.push(request.headers.authorization);
      response.writeHead(404).end("{}");
    });
    const text = `[[models.llms]]
name = "gpt-4o"
provider = "proxy/openai"
api_base = "${upstream.apiBase}"
api_key = "${upstream.key}"
`;
    await using fleet = await startServing(["up", "-c", await configured("keys.toml", text), "--port=0"]);
    expect(await say(fleet.url, "gpt-4o", "here")).toBe("here");
    const params = (values: object): object => ({
      model: "gpt-4o",
      worker_type: "llm",
      apply_type: "update_params",
      params: values,
    });
    const applied = await postJson(`${fleet.url}/api/worker/apply`, params({ concurrency: 2 }));
    expect(await applied.json()).toMatchObject({ success: true });
    expect(await say(fleet.url, "gpt-4o", "still here")).toBe("still here");
    await postJson(`${fleet.url}/api/worker/apply`, params({ api_base: `${other.url}/v1` }));
    await say(fleet.url, "gpt-4o", "elsewhere");
    expect(asked).toEqual([undefined]);
  });

  it("are asked of the API's callers", async () => {
    const path = await configured("api.toml", '[service.model.api]\napi_keys = ["one"]\n');
    await using fleet = await startServing(["up", "-c", path, "--model=builtin", "--port=0"]);
    const statuses = ["one", "two"].map(async (key) => {
      const answer = await fetch(`${fleet.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
      return answer.status;
    });
    expect(await Promise.all(statuses)).toEqual([200, 401]);
  });
});

describe("start controller and apiserver -c", { timeout: 120_000 }, () => {
  it("read their sections", async () => {
    const path = await configured(
      "cluster.toml",
      `[service.model.controller]
port = 0
heartbeat_timeout_secs = 90
heartbeat_interval_secs = 30
[service.model.controller.registry.database]
type = "mysql"
password = "\${env:MYSQL_PASSWORD:-}"

[service.model.api]
host = "127.0.0.1"
port = 0
controller_addr = "\${env:CONTROLLER_ADDR}"
api_keys = "one, two"
embedding_batch_size = 10
cors_allowed_origins = "https://app.example"
`,
    );
    await using controller = await startServing(["start", "controller", "-c", path]);
    expect(controller.command.stderr).toContain("cluster.toml:1: the registry is kept in memory here");
    const env = { CONTROLLER_ADDR: controller.url };
    await using api = await startServing(["start", "apiserver", "-c", path], { env });
    const { stderr } = api.command;
    expect(stderr).toContain("cluster.toml:14: embedding_batch_size in [service.model.api] is not used here.");
    expect(stderr).toContain(`In front of ${controller.url}, for 2 keys.`);
    const statuses = ["one", "two", "three"].map(async (key) => {
      const answer = await fetch(`${api.url}/models`, {
        headers: { authorization: `Bearer ${key}`, origin: "https://app.example" },
      });
      return [answer.status, answer.headers.get("access-control-allow-origin")];
    });
    const allowed = "https://app.example";
    expect(await Promise.all(statuses)).toEqual([
      [200, allowed],
      [200, allowed],
      [401, allowed],
    ]);
  });
});
