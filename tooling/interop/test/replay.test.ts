import { ModelRegistryClient, RemoteModelWorker } from "@modelfleet/client";
import { load, loadAnswer, loadStream, names } from "@modelfleet/fixtures";
import { createTransport, type Transport } from "@modelfleet/transport";
import { createNodeTransport } from "@modelfleet/transport/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { collect, errorOf } from "../src/check.ts";
import { type ReplayServer, startReplayServer } from "../src/replay-server.ts";
import { embedding, english } from "../src/scripts.ts";

/** Recorded from complete clusters, whose controllers and workers PyPI does not have. */
const versions = ["0.6.3", "0.5.10"];
const messages = [{ role: "human", content: "recorded" }] as const;
const request = { model: "scripted", messages };

let server: ReplayServer;
beforeAll(async () => {
  server = await startReplayServer();
});
afterAll(() => server?.close());

/** Whole streams with status 200; the one whose worker died has its own test. */
const streamsOf = (version: string) =>
  names(version).filter((name) => {
    const fixture = load(version, name);
    return "chunks" in fixture && fixture.status === 200 && fixture.complete && fixture.length > 0;
  });

interface RecordedFrame {
  text: string;
  error_code: number;
  finish_reason: string | null;
}

const framesOf = (bytes: Uint8Array) =>
  new TextDecoder()
    .decode(bytes)
    .split("\0")
    .slice(0, -1)
    .map((frame) => JSON.parse(frame) as RecordedFrame);

describe.each([
  ["fetch", () => createTransport()],
  ["/node", () => createNodeTransport()],
] as const)("over %s", (_, makeTransport) => {
  let transport: Transport;
  beforeAll(() => {
    transport = makeTransport();
  });
  afterAll(() => transport?.close());

  const worker = (baseUrl: string) => new RemoteModelWorker({ transport, baseUrl });
  const registry = (controller: string) => new ModelRegistryClient({ transport, controller });

  describe.each(versions)("recorded from DB-GPT %s", (version) => {
    it.each(streamsOf(version))("stream %s", async (name) => {
      const { bytes } = loadStream(version, name);
      const frames = framesOf(bytes);
      const addresses = [server.url(version, name)];
      if (bytes.length < 20_000) addresses.push(server.byteByByte(version, name));
      for (const address of addresses) {
        const outputs = await collect(worker(address).generateStream(request));
        expect(outputs.map(({ text, errorCode, finishReason }) => [text, errorCode, finishReason])).toEqual(
          // Half a character is held back until the next frame has the whole.
          frames.map((frame) => [
            frame.text.replace(/\ufffd$/, ""),
            frame.error_code,
            frame.finish_reason ?? undefined,
          ]),
        );
        const shown = outputs.reduce((text, { delta, reset }) => (reset ? delta : text + delta), "");
        expect(shown).toBe(frames.at(-1)?.text);
      }
    });

    it("a stream of a worker that died", async () => {
      const outputs: string[] = [];
      const error = await errorOf(
        (async () => {
          for await (const { text } of worker(server.url(version, "worker-dies")).generateStream(request)) {
            outputs.push(text);
          }
        })(),
      );
      expect(error.code).toBe("connection_failed");
      expect(outputs.at(-1)).toBe(english(outputs.length));
    });

    it("a stream without a frame", async () => {
      const error = await errorOf(collect(worker(server.url(version, "silent")).generateStream(request)));
      expect(error.code).toBe("truncated_stream");
    });

    it("a refusal in place of a stream", async () => {
      const error = await errorOf(collect(worker(server.url(version, "prompt")).generateStream(request)));
      expect(error).toMatchObject({ code: "http_status", status: 422 });
      expect(error.message).toContain("messages: Field required");
    });

    it("whole answers", async () => {
      const output = await worker(server.url(version, "generate")).generate(request);
      expect(output).toMatchObject({ text: "hello there", errorCode: 0, finishReason: "stop" });
      const failed = await worker(server.url(version, "generate-error")).generate(request);
      expect(failed).toMatchObject({ errorCode: 1, text: expect.stringMatching(/: boom$/) });
      const unknown = await errorOf(worker(server.url(version, "generate-null-temperature")).generate(request));
      expect(unknown.message).toContain("status 422");
    });

    it("embeddings and scores", async () => {
      const input = ["the quick fox", "a slow dog"];
      const rows = await worker(server.url(version, "embeddings")).embeddings({ model: "m", input });
      expect(rows).toEqual(input.map(embedding));
      const scores = worker(server.url(version, "rerank")).embeddings({ model: "m", input, query: "quick fox" });
      expect(await scores).toEqual([[1, 0]]);
    });

    it("counts and metadata", async () => {
      const counted = { model: "m", prompt: "one two three" };
      expect(await worker(server.url(version, "count-token-blocking-model")).countToken(counted)).toBe(-1);
      const uncounted = await errorOf(worker(server.url(version, "count-token")).countToken(counted));
      expect(uncounted).toMatchObject({ code: "http_status", status: 500 });
      const metadata = await worker(server.url(version, "metadata")).getModelMetadata({ model: "scripted" });
      expect(metadata).toMatchObject({ model: "scripted", contextLength: 8192, functionCalling: false });
    });

    it("parameter descriptions", async () => {
      const parameters = await worker(server.url(version, "descriptions")).parameterDescriptions({
        model: "scripted",
        workerType: "llm",
      });
      const recorded = JSON.parse(loadAnswer(version, "descriptions").text) as { param_name: string }[];
      expect(parameters.map(({ paramName }) => paramName)).toEqual(recorded.map((row) => row.param_name));
    });

    it("rows of the registry", async () => {
      const rows = await registry(server.url(version, "controller-models")).getAllModelInstances();
      expect(rows.map(({ workerKey }) => workerKey)).toContain("scripted-rerank@text2vec");
      const [left] = await registry(server.url(version, "controller-models-after-deregister")).getAllInstances("e@llm");
      expect(left).toMatchObject({ modelName: "elsewhere", healthy: false, enabled: false, weight: 2 });
      const instance = { workerKey: "elsewhere@llm", host: "127.0.0.1", port: 1 };
      expect(await registry(server.url(version, "controller-register")).registerInstance(instance)).toBe(true);
      expect(await registry(server.url(version, "controller-heartbeat")).sendHeartbeat(instance)).toBe(true);
      expect(await registry(server.url(version, "controller-deregister")).deregisterInstance(instance)).toBe(true);
      expect(await registry(server.url(version, "controller-health")).health()).toMatchObject([{ healthy: true }]);
    });
  });
});
