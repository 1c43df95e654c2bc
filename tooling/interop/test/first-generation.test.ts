import { type AnswerFixture, load, loadAnswer, loadStream, names, type StreamFixture } from "@modelfleet/fixtures";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { install, type Launched, launchPython, launchUpstream } from "../launch.mjs";
import { comparable, comparableFrames } from "../src/recorded-shape.ts";

/**
 * The routes of the first generation are ours (see the README), so they are held against what complete clusters of the
 * same version answered to the same requests.
 */
const version = "0.6.3";

let controller: Launched;
let worker: Launched;
let upstream: Launched;
let proxy: Launched;

beforeAll(async () => {
  await install(version);
  controller = await launchPython(version, "controller.py");
  const models = ["scripted", "scripted-embed@text2vec", "scripted-rerank@reranker"];
  worker = await launchPython(version, "worker.py", ["--controller", controller.url, "--models", ...models]);
  upstream = await launchUpstream();
  proxy = await launchPython(version, "proxy_worker.py", ["--upstream", `${upstream.url}/v1`]);
});
afterAll(async () => {
  for (const launched of [proxy, upstream, worker, controller]) await launched?.stop();
});

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function ask(base: string, { request, status, headers }: AnswerFixture | StreamFixture): Promise<Uint8Array> {
  const body = request.body === undefined ? null : JSON.stringify(request.body).replaceAll("44335", `${worker.port}`);
  const response = await fetch(base + request.path, {
    method: request.method,
    body,
    headers: { "content-type": "application/json" },
  });
  expect([response.status, response.headers.get("content-type")]).toEqual([status, headers["content-type"] ?? null]);
  return new Uint8Array(await response.arrayBuffer());
}

async function expectAsRecorded(base: string, name: string): Promise<void> {
  const fixture = loadAnswer(version, name);
  const text = textOf(await ask(base, fixture));
  if (fixture.headers["content-type"] !== "application/json") return expect(text).toBe(fixture.text);
  expect(comparable(JSON.parse(text))).toEqual(comparable(JSON.parse(fixture.text)));
}

async function expectStreamAsRecorded(base: string, name: string): Promise<void> {
  const fixture = loadStream(version, name);
  const bytes = await ask(base, fixture);
  const read = fixture.status === 200 ? comparableFrames : (body: Uint8Array) => JSON.parse(textOf(body));
  expect(read(bytes)).toEqual(read(fixture.bytes));
}

/** `echo` shows what upstream's manager adds to the parameters. */
const streams = names(version).filter((name) => {
  return "chunks" in load(version, name) && !/^(proxy-|worker-dies|echo)/.test(name);
});

describe("a worker of the first generation streams as recorded", () => {
  it.each(streams)("%s", (name) => expectStreamAsRecorded(worker.url, name));
});

describe("a proxy worker of the first generation answers as recorded", () => {
  it.each(["proxy-text", "proxy-thinking", "proxy-upstream-error"])("%s", (name) =>
    expectStreamAsRecorded(proxy.url, name),
  );
  it("proxy-count-token", () => expectAsRecorded(proxy.url, "proxy-count-token"));
});

describe("a controller of the first generation answers as recorded", () => {
  // In the order of the recording: they build on each other.
  it.each([
    "health",
    "models-unknown-key",
    "models-bare-name",
    "models-by-key",
    "register",
    "models-after-register",
    "heartbeat",
    "heartbeat-unknown-instance",
    "models-after-heartbeat",
    "deregister",
    "models-after-deregister",
    "deregister-and-remove",
    "deregister-empty-flag",
    "models-after-remove",
    "register-invalid",
    "register-unknown-key",
    "deregister-invalid",
    "unknown-route",
  ])("%s", (name) => expectAsRecorded(controller.url, `controller-${name}`));
});

describe("a worker of the first generation answers as recorded", () => {
  it.each([
    "generate",
    "generate-error",
    "generate-unknown-model",
    "generate-null-temperature",
    "generate-no-model",
    "generate-unknown-role",
    "count-token",
    "count-token-no-model",
    "count-token-unknown-model",
    "metadata",
    "metadata-unknown-model",
    "embeddings",
    "embeddings-worker-type",
    "embeddings-unknown-model",
    "rerank",
    "rerank-no-worker-type",
    "descriptions",
    "descriptions-text2vec",
    "descriptions-unknown-model",
    "apply-start",
    "apply-null-params",
    "apply-unknown-model",
    "apply-invalid",
    // From here on each leaves something behind: a lost model, a started one.
    "apply-restart",
    "startup-after-restart",
    "apply-update-params",
    "apply-update-params-unchanged",
    "startup",
    "startup-again",
    "startup-after-failure",
    "startup-text2vec",
    "startup-unknown-provider",
    "startup-invalid",
    "apply-restart-started-at-run-time",
    "shutdown",
    "embeddings-after-shutdown",
    "shutdown-unknown-model",
    "apply-stop",
    "apply-restart-reranker",
    "apply-stop-llm",
    "generate-after-stop",
    "no-health-route",
  ])("%s", (name) => expectAsRecorded(worker.url, name));
});
