import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Command, run } from "./support/command.ts";
import { noOllama, postJson, startServing, statusOf } from "./support/serving.ts";

const folder = mkdtempSync(join(tmpdir(), "modelfleet-guarded-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text = ""): string => {
  const path = join(folder, name);
  if (text !== "") writeFileSync(path, text);
  return path;
};

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const messages = [{ role: "user", content: "What is a worker?" }];

describe("servers that others may call", { timeout: 120_000 }, () => {
  it("take each token of a file, say none, and let workers register where the list says", async () => {
    const tokens = file("tokens", "# rotated\nnew-s3cret\nold-s3cret\n");
    const args = ["--host=0.0.0.0", "--port=0", "--token-file", tokens, "--allow-workers=10.0.0.0/8"];
    await using served = await startServing(["start", "controller", ...args, "--allow-from=192.0.2.0/24"]);
    const models = `${served.url.replace("0.0.0.0", "127.0.0.1")}/api/controller/models`;
    const statuses = [{}, bearer("wrong"), bearer("new-s3cret"), bearer("old-s3cret")].map(async (headers) => {
      const answer = await fetch(models, { headers });
      return answer.status;
    });
    expect(await Promise.all(statuses)).toEqual([401, 401, 200, 200]);
    const register = async (host: string): Promise<number> => {
      const answer = await postJson(models, { model_name: "m@llm", host, port: 8001 }, bearer("old-s3cret"));
      return answer.status;
    };
    expect(await register("10.0.0.7")).toBe(200);
    expect(await register("192.168.0.7")).toBe(403);
    expect(await register("127.0.0.1")).toBe(403);
    expect(await register("169.254.169.254")).toBe(422);
    const env = { MODELFLEET_TOKEN_FILE: tokens };
    const { stdout } = await run(
      ["model", "list", "--json", "--address", models.replace("/api/controller/models", "")],
      { env },
    );
    expect(JSON.parse(stdout)).toMatchObject([{ host: "10.0.0.7" }]);
    expect(served.command.stdout + served.command.stderr).not.toContain("s3cret");
  });

  it.each([
    ["start", "controller"],
    ["start", "worker", "--model=builtin"],
    ["start", "apiserver"],
    ["up", "--model=builtin"],
  ])("%s %s that others may call does not start without knowing whom", async (...words) => {
    const args = words.filter((word) => word !== undefined);
    await using command = new Command([...args, "--host=0.0.0.0", "--port=0"], { env: noOllama });
    // One that starts never ends by itself.
    const ended = await Promise.race([command.exit, command.says("Ctrl-C").then(() => "it serves")]);
    expect(ended).toBe(2);
    expect(command.stderr).toMatch(/--host 0\.0\.0\.0.*--allow-from/s);
  });

  it("servers without --cors let no page read, and answer no browser's question", async () => {
    await using served = await startServing(["up", "--model=builtin", "--port=0", "--no-open"]);
    for (const path of ["/api/controller/models", "/api/worker/models/supports", "/v1/models"]) {
      for (const method of ["GET", "OPTIONS"]) {
        const headers = { origin: served.url, "access-control-request-method": "GET" };
        const answer = await fetch(served.url + path, { method, headers });
        expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
      }
    }
  });

  it("say neither tokens nor prompts where Node's own debugging is on, and neither do commands", async () => {
    const env = { MODELFLEET_TOKEN: "t0ken-s3cret", NODE_DEBUG: "http,https,net,tls,undici,fetch" };
    const args = ["up", "--model=builtin", "--port=0", "--no-open", "--log-level=debug"];
    await using served = await startServing(args, { env });
    const ask = ["ask", "--verbose", "-m", "guide", "--address", served.url, "What is a pr0mpt?"];
    const asked = await run(ask, { env });
    expect(asked).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(/^HTTP \d+:/m) });
    for (const text of [asked.stderr, served.command.stderr]) expect(text).not.toMatch(/s3cret|pr0mpt/);
  });

  it("let pages of another origin call where they are named, and answer their browser's question", async () => {
    const origin = "https://app.example.com";
    await using served = await startServing(["up", "--model=builtin", "--port=0", "--cors", origin]);
    const ask = (path: string, from: string) => fetch(`${served.url}${path}`, { headers: { origin: from } });
    for (const path of ["/api/controller/models", "/api/worker/models/supports", "/v1/models"]) {
      const allowed = await ask(path, origin);
      expect([allowed.status, allowed.headers.get("access-control-allow-origin")]).toEqual([200, origin]);
      const refused = await ask(path, "https://evil.test");
      expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([403, null]);
      const headers = { origin, "access-control-request-method": "GET" };
      expect((await fetch(`${served.url}${path}`, { method: "OPTIONS", headers })).status).toBe(204);
    }
  });

  it("want origins for --cors, and say so", async () => {
    expect(await run(["up", "--model", "builtin", "--port=0", "--cors", "https://app.example.com/path"])).toMatchObject(
      {
        exitCode: 2,
        stderr: expect.stringContaining("is no origin for --cors"),
      },
    );
  });

  it("have keys with models, rates and figures, as the configuration says", async () => {
    const config = file(
      "keys.toml",
      `[[api_keys]]
name = "team"
key_env = "TEAM_KEY"
models = ["guide"]
requests_per_minute = 1

[[api_keys]]
name = "everything"
key = "\${env:OTHER_KEY}"
`,
    );
    const env = { TEAM_KEY: "team-s3cret", OTHER_KEY: "other-s3cret" };
    await using served = await startServing(["up", "--model=builtin", "--port=0", "--no-open", "-c", config], { env });
    const listed = async (key: string): Promise<string[]> => {
      const answer = await fetch(`${served.url}/v1/models`, { headers: bearer(key) });
      return ((await answer.json()) as { data: { id: string }[] }).data.map(({ id }) => id);
    };
    expect(await listed("team-s3cret")).toEqual(["guide"]);
    expect(await listed("other-s3cret")).toEqual(["guide", "lexical-embed", "lexical-rerank"]);
    const chat = (key: string) =>
      postJson(`${served.url}/v1/chat/completions`, { model: "guide", messages }, bearer(key));
    expect((await chat("team-s3cret")).status).toBe(200);
    const refused = await chat("team-s3cret");
    expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect((await chat("nobody")).status).toBe(401);
    const figures = await (await fetch(`${served.url}/metrics`, { headers: bearer("other-s3cret") })).text();
    expect(figures).toContain('modelfleet_api_key_requests_total{key="team",status="429"} 1');
    expect(figures + served.command.stdout + served.command.stderr).not.toContain("s3cret");
  });

  it("take addresses, places and tokens from the configuration, relative to it, and say nothing is unused", async () => {
    file("fleet-tokens", "t0ken\n");
    const config = file(
      "controller.toml",
      `[service.model.controller]
host = "0.0.0.0"
port = 0
token_file = "fleet-tokens"
allow_from = ["127.0.0.0/8"]
allow_hosts = "fleet.example"
allow_workers = ["127.0.0.1:8001"]
`,
    );
    await using served = await startServing(["start", "controller", "-c", config]);
    expect(served.url).toContain("0.0.0.0");
    expect(served.command.stderr).not.toContain("not used");
    const models = `${served.url.replace("0.0.0.0", "127.0.0.1")}/api/controller/models`;
    expect(await statusOf(models, {})).toBe(200);
    expect(await statusOf(models, { host: "fleet.example" })).toBe(200);
    expect(await statusOf(models, { host: "evil.example" })).toBe(403);
    expect(await statusOf(models, { host: "evil.example", ...bearer("t0ken") })).toBe(200);
    const register = (port: number) => postJson(models, { model_name: "m@llm", host: "127.0.0.1", port });
    expect([(await register(8001)).status, (await register(8002)).status]).toEqual([200, 403]);
  });

  it("serve https, to those whose certificate they want, and commands have one", async () => {
    const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
    for (const name of ["server", "client"]) {
      const about = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1"];
      const files = ["-keyout", file(`${name}.key`), "-out", file(`${name}.crt`)];
      execFileSync("openssl", ["req", "-x509", ...newKey, ...about, ...files], { stdio: "pipe" });
    }
    const tls = [
      "--tls-cert",
      file("server.crt"),
      "--tls-key",
      file("server.key"),
      "--tls-client-ca",
      file("client.crt"),
    ];
    await using served = await startServing(["up", "--model=builtin", "--port=0", "--no-open", ...tls]);
    expect(served.url).toMatch(/^https:/);
    const ca = { MODELFLEET_CA: file("server.crt"), MODELFLEET_WORKER_SCHEME: "https" };
    const own = { MODELFLEET_CERT: file("client.crt"), MODELFLEET_KEY: file("client.key") };
    const ask = ["ask", "-m", "guide", "--address", served.url, "What is a worker?"];
    expect(await run(ask, { env: { ...ca, ...own } })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/worker/i),
    });
    expect(await run(ask, { env: ca })).toMatchObject({ exitCode: 3, stdout: "" });
    expect(await run(ask, { env: { ...own, MODELFLEET_WORKER_SCHEME: "https" } })).toMatchObject({
      exitCode: 3,
      stdout: "",
    });
  });

  it.each([
    ["a certificate without its key", ["--tls-cert=nowhere"], 2, "https needs both --tls-cert and --tls-key"],
    [
      "a certificate that is not there",
      ["--tls-cert=nowhere", "--tls-key=nowhere"],
      1,
      "--tls-cert cannot be read: nowhere",
    ],
    ["a network that is none", ["--allow-from=10.0.0.0/99"], 2, '--allow-from: "10.0.0.0/99" is no IP address'],
    ["a place that is none", ["--allow-workers=a/b"], 2, '--allow-workers: "a/b" is no IP address and no network'],
    [
      "a file of tokens that is not there",
      ["--token-file=nowhere"],
      1,
      "The file of tokens cannot be read: nowhere (ENOENT)",
    ],
    ["the network without either", ["--host=0.0.0.0"], 2, "--allow-from"],
  ] as const)("refuse %s", async (_what, args, code, message) => {
    const { exitCode, stdout, stderr } = await run(["start", "controller", "--port=0", ...args], { env: noOllama });
    expect({ exitCode, stdout }).toEqual({ exitCode: code, stdout: "" });
    expect(stderr).toContain(message);
  });

  it.each([
    ["no name", 'key = "x"', ":1: [[api_keys]] needs a name"],
    ["no key", 'name = "x"', ":1: [[api_keys]] needs a key"],
    [
      "a variable that is not set",
      'name = "x"\nkey_env = "NOT_SET"',
      ":3: key_env in [[api_keys]] is NOT_SET, which is not set",
    ],
    ["a rate that is none", 'name = "x"\nkey = "s3cret"\ntokens_per_minute = 0', ":4: tokens_per_minute"],
  ])("refuse a key with %s", async (_what, lines, message) => {
    const config = file("wrong.toml", `[[api_keys]]\n${lines}\n`);
    const { exitCode, stderr } = await run(["start", "apiserver", "--port=0", "-c", config]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(config + message) });
    expect(stderr).not.toContain("s3cret");
  });
});
