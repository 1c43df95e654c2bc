import { InvalidInputError, ModelfleetError } from "@modelfleet/core";
import { createTransport } from "@modelfleet/transport";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ModelRegistryClient, RemoteModelWorker } from "../src/index.ts";

/** What errors about an answer must not repeat of it. */
const secret = "s3cr3t-4nsw3r";

const text = fc.oneof(
  fc.constant(secret),
  fc.string({ unit: "binary", maxLength: 6 }).map((tail) => secret + tail),
);
const junk: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom("a", "__proto__", "constructor"), text, { maxKeys: 2 }),
);
/** As it should be, mostly. */
const mostly = (good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: junk });

const row = fc.record(
  {
    model_name: mostly(fc.constantFrom("m@llm", "a@b@text2vec", "WorkerManager@service", "none", "@", "")),
    host: mostly(fc.constantFrom("10.0.0.1", "worker", "::1")),
    port: mostly(fc.integer({ min: 1, max: 65_535 })),
    weight: mostly(fc.option(fc.double({ noNaN: true }))),
    check_healthy: mostly(fc.option(fc.boolean())),
    healthy: mostly(fc.option(fc.boolean())),
    enabled: mostly(fc.option(fc.boolean())),
    prompt_template: mostly(fc.option(text)),
    last_heartbeat: mostly(fc.option(fc.constant("2024-01-01T00:00:00"))),
    remove_from_registry: junk,
    unheard_of: junk,
  },
  { requiredKeys: ["model_name", "host", "port"] },
);
const metadata = fc.record(
  {
    model: mostly(fc.constant("m")),
    context_length: mostly(fc.option(fc.integer())),
    chat_model: mostly(fc.option(fc.boolean())),
    metadata: mostly(fc.option(fc.dictionary(text, text, { maxKeys: 2 }))),
    prompt_template: junk,
    unheard_of: junk,
  },
  { requiredKeys: ["model"] },
);

/** The bytes of an answer, sometimes cut or none of JSON's. */
const wire = (answer: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc
    .tuple(answer, fc.option(fc.nat(), { freq: 9 }), fc.constantFrom(...Array<string>(9).fill(""), "<html>", "\0"))
    .map(([value, at, before]) => {
      const json = before + JSON.stringify(value);
      return at === null ? json : json.slice(0, at % (json.length + 1));
    });

const transportOf = (body: string): ReturnType<typeof createTransport> =>
  createTransport({ fetch: async () => new Response(body, { headers: { "content-type": "application/json" } }) });

/** The value, or the error, which is of ours and repeats nothing. */
async function read<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (!ModelfleetError.isInstance(error) || error instanceof InvalidInputError) throw error;
    for (let cause: unknown = error; cause instanceof Error; cause = cause.cause)
      expect(cause.message).not.toContain(secret);
    return undefined;
  }
}

const runs = { numRuns: fc.readConfigureGlobal().numRuns ?? 200 };

test("a registry's answer is read as rows that can be used, or is an error that repeats nothing of it", async () => {
  await fc.assert(
    fc.asyncProperty(wire(mostly(fc.array(mostly(row), { maxLength: 3 }))), async (body) => {
      const registry = new ModelRegistryClient({ transport: transportOf(body), controller: "http://127.0.0.1:8000" });
      for (const instance of (await read(registry.getAllModelInstances())) ?? []) {
        const { modelName, workerType, host, port, weight, healthy, enabled } = instance;
        const types = [modelName, workerType, host, port, weight, healthy, enabled].map((value) => typeof value);
        expect(types).toEqual(["string", "string", "string", "number", "number", "boolean", "boolean"]);
      }
    }),
    runs,
  );
});

test.each([
  ["metadata", wire(mostly(metadata)), (worker: RemoteModelWorker) => worker.getModelMetadata({ model: "m" })],
  [
    "embeddings",
    wire(mostly(fc.array(mostly(fc.array(mostly(fc.double({ noNaN: true })), { maxLength: 3 })), { maxLength: 3 }))),
    (worker: RemoteModelWorker) => worker.embeddings({ model: "m", input: ["x"] }),
  ],
  [
    "a count of tokens",
    wire(mostly(fc.integer())),
    (worker: RemoteModelWorker) => worker.countToken({ model: "m", prompt: "x" }),
  ],
  [
    "an answer",
    wire(mostly(fc.record({ text: mostly(text), error_code: mostly(fc.constant(0)), usage: junk, metrics: junk }))),
    (worker: RemoteModelWorker) => worker.generate({ model: "m", messages: [] }),
  ],
] as const)("%s is read, or is an error that repeats nothing of it", async (_what, bodies, call) => {
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const worker = new RemoteModelWorker({ transport: transportOf(body), baseUrl: "http://127.0.0.1:8001" });
      await read(call(worker) as Promise<unknown>);
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
    runs,
  );
});
