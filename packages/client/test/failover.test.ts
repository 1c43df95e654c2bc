import { createFleet, type Fleet, type FleetOptions, roundRobin } from "@modelfleet/client";
import type { ModelInstance } from "@modelfleet/core";
import { createStandInCluster, type StandInCluster, type StandInFault } from "@modelfleet/testing";
import { expect, test } from "vitest";

const models = [{ name: "m", type: "llm", answer: "one two three" }] as const;

/** Round robin over the rows in the registry's order, so that each test knows which worker comes first. */
function setUp(workers: number, options: Partial<FleetOptions> = {}): { cluster: StandInCluster; fleet: Fleet } {
  const cluster = createStandInCluster({ models, workers });
  const fleet = createFleet({
    controller: cluster.controllerUrl,
    fetch: cluster.fetch,
    policy: roundRobin,
    ...options,
  });
  return { cluster, fleet };
}

async function read(fleet: Fleet): Promise<string> {
  let text = "";
  for await (const { delta } of fleet.chat.stream({ model: "m", messages: "Hi" })) text += delta;
  return text;
}

const askedWorkers = (cluster: StandInCluster) =>
  cluster.requests.filter(({ path }) => path.includes("/api/worker/")).map(({ server }) => server);

test.each<[string, StandInFault]>([
  ["refuses connections", { type: "refuse" }],
  ["breaks off before the first frame", { type: "reset", afterFrames: 0 }],
  ["ends its answer before the first frame", { type: "cut", afterFrames: 0, bytes: 0 }],
  ["ends its answer inside the first frame", { type: "cut", afterFrames: 0 }],
  ["answers 503", { type: "status", status: 503 }],
  ["answers 429", { type: "status", status: 429, retryAfter: 1 }],
])("a worker that %s: another one answers", async (_, fault) => {
  const { cluster, fleet } = setUp(2);
  cluster.fault("worker-1", fault);
  expect(await read(fleet)).toBe("one two three");
});

test("every worker that cannot be reached is passed over", async () => {
  const { cluster, fleet } = setUp(4);
  for (const worker of ["worker-1", "worker-2", "worker-3"]) cluster.fault(worker, { type: "refuse" });
  expect(await read(fleet)).toBe("one two three");
  expect(await fleet.chat.generate({ model: "m", messages: "Hi" })).toMatchObject({ text: "one two three" });
});

test("a request that breaks its workers reaches two of them at most", async () => {
  const { cluster, fleet } = setUp(4);
  cluster.fault("workers", { type: "status", status: 500 });
  await expect(read(fleet)).rejects.toMatchObject({ code: "http_status", status: 500 });
  expect(new Set(askedWorkers(cluster)).size).toBe(2);
});

test.each<[string, StandInFault, string]>([
  ["that breaks off", { type: "reset", afterFrames: 1 }, "connection_failed"],
  ["that ends inside a frame", { type: "cut", afterFrames: 1 }, "truncated_stream"],
  ["with a frame that is not JSON", { type: "malformed", frame: 1 }, "invalid_response"],
  ["with an error code that is no number", { type: "error-code-type", frame: 1 }, "invalid_response"],
])("an answer %s after its first frame is never begun again", async (_, fault, code) => {
  const { cluster, fleet } = setUp(2);
  cluster.fault("worker-1", fault);
  await expect(read(fleet)).rejects.toMatchObject({ code });
  expect(askedWorkers(cluster)).toEqual(["worker-1"]);
  await cluster.idle();
});

test("a frame above the limit is an error of its own", async () => {
  const { cluster, fleet } = setUp(1, { maxFrameBytes: 2_000 });
  cluster.fault("worker-1", { type: "oversized", frame: 1, bytes: 10_000 });
  await expect(read(fleet)).rejects.toMatchObject({ code: "frame_too_large", limitBytes: 2_000 });
});

test("an error of the model in the first frame is an answer", async () => {
  const { cluster, fleet } = setUp(2);
  cluster.fault("worker-1", { type: "error", frame: 0, message: "bad prompt" });
  await expect(read(fleet)).rejects.toMatchObject({ code: "generation_failed" });
  expect(askedWorkers(cluster)).toEqual(["worker-1"]);
});

test("a worker that no longer runs the model is passed over", async () => {
  const { cluster, fleet } = setUp(2);
  const message =
    "**LLMServer Generate Error, Please CheckErrorInfo.**: Cound not found worker instances for model name m";
  cluster.fault("worker-1", { type: "error", frame: 0, message });
  expect(await read(fleet)).toBe("one two three");
  expect(await fleet.chat.generate({ model: "m", messages: "Hi" })).toMatchObject({ text: "one two three" });
});

test("a worker that was not reached rests, and is tried again after that", async () => {
  let now = 0;
  const { cluster, fleet } = setUp(2, { breaker: { restMs: 1_000, now: () => now } });
  const down = cluster.fault("worker-1", { type: "refuse" });
  for (let request = 0; request < 4; request++) await read(fleet);
  expect(down.met).toBe(1);
  now = 1_000;
  for (let request = 0; request < 4; request++) await read(fleet);
  expect(down.met).toBe(2);
  down();
  now = 10_000;
  cluster.reset();
  for (let request = 0; request < 4; request++) await read(fleet);
  expect(askedWorkers(cluster)).toContain("worker-1");
});

test("a request that failed once is not spent on a worker that may still be away", async () => {
  let now = 0;
  const breaker = { restMs: 1_000, now: () => now };
  // In the registry's order, however often.
  const { cluster, fleet } = setUp(3, { breaker, policy: (instances) => instances[0] as ModelInstance });
  for (const worker of ["worker-1", "worker-2"]) cluster.fault(worker, { type: "reset", afterFrames: 0 });
  await expect(read(fleet)).rejects.toMatchObject({ code: "connection_failed" });
  // Both have rested. The first is tried again, and what became of that is no reason to try the second as well.
  now = 5_000;
  expect(await read(fleet)).toBe("one two three");
  expect(askedWorkers(cluster).slice(2)).toEqual(["worker-1", "worker-3"]);
});

test("where all rest, the one that has rested longest is tried in spite of it", async () => {
  const { cluster, fleet } = setUp(1, { breaker: { restMs: 60_000 } });
  const down = cluster.fault("worker-1", { type: "refuse" });
  await expect(read(fleet)).rejects.toMatchObject({ code: "connection_failed" });
  down();
  expect(await read(fleet)).toBe("one two three");
});

test("where one is full and the other one rests, the caller is told to come back, and when", async () => {
  const { cluster, fleet } = setUp(2, { breaker: { now: () => 0 } });
  cluster.fault("worker-1", { type: "refuse" });
  cluster.fault("worker-2", { type: "status", status: 429, retryAfter: 2 });
  const full = { code: "http_status", status: 429, retryAfterMs: 2_000 };
  // Either may come first, and the one that cannot be reached has not rested before: a refusal is the cause then.
  await expect(read(fleet)).rejects.toMatchObject({ code: "no_healthy_instance", cause: full });
  for (let turn = 0; turn < 4; turn++) await expect(read(fleet)).rejects.toMatchObject(full);
});

test("the refusal of one that is full is the cause, also where the other one fails after it", async () => {
  const { cluster, fleet } = setUp(2);
  cluster.fault("worker-1", { type: "status", status: 429, retryAfter: 2 });
  cluster.fault("worker-2", { type: "refuse" });
  const cause = { code: "http_status", status: 429, retryAfterMs: 2_000 };
  await expect(read(fleet)).rejects.toMatchObject({ code: "no_healthy_instance", cause });
});

test("a worker that answers 500 does not rest", async () => {
  const { cluster, fleet } = setUp(1);
  const broken = cluster.fault("worker-1", { type: "status", status: 500 });
  for (let request = 0; request < 3; request++) await read(fleet).catch(() => {});
  expect(broken.met).toBe(3);
});

test("the error names all that was tried when every worker fails", async () => {
  const { cluster, fleet } = setUp(3);
  cluster.fault("workers", { type: "refuse" });
  const error = await read(fleet).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "no_healthy_instance", workerKey: "m@llm" });
  expect((error as Error).message).toContain("3 instances of m@llm");
});

test("workers with a silent first frame are given up after the limit, one more is tried", async () => {
  const { cluster, fleet } = setUp(3, { timeouts: { firstFrameMs: 50 } });
  const silent = cluster.fault("worker-1", { type: "stall", afterFrames: 0 });
  expect(await read(fleet)).toBe("one two three");
  expect(silent.met).toBe(1);
});

test("a worker that was silent once does not rest", async () => {
  const { cluster, fleet } = setUp(2, { timeouts: { firstFrameMs: 50 }, breaker: { restMs: 60_000 } });
  cluster.fault("worker-1", { type: "stall", afterFrames: 0, times: 1 });
  await read(fleet);
  cluster.reset();
  for (let request = 0; request < 2; request++) await read(fleet);
  expect(askedWorkers(cluster).sort()).toEqual(["worker-1", "worker-2"]);
});

test("the share of a worker follows what it has in flight", async () => {
  const cluster = createStandInCluster({ models, workers: 2 });
  const fleet = createFleet({ controller: cluster.controllerUrl, fetch: cluster.fetch });
  const open = Array.from({ length: 10 }, () => fleet.chat.stream({ model: "m", messages: "Hi" }));
  for (const stream of open) await stream.next();
  const asked = askedWorkers(cluster);
  expect(asked.filter((server) => server === "worker-1")).toHaveLength(5);
  await Promise.all(open.map((stream) => stream.return?.()));
  await cluster.idle();
});

test("a trial is over with the first frame, however long the answer", async () => {
  let now = 0;
  const { cluster, fleet } = setUp(2, { breaker: { now: () => now } });
  const down = cluster.fault("worker-1", { type: "refuse" });
  await read(fleet);
  await read(fleet);
  down();
  now = 10_000;
  const open = [0, 1].map(() => fleet.chat.stream({ model: "m", messages: "Hi" }));
  for (const stream of open) await stream.next();
  const before = askedWorkers(cluster).length;
  for (let request = 0; request < 2; request++) await read(fleet);
  expect(askedWorkers(cluster).slice(before).sort()).toEqual(["worker-1", "worker-2"]);
  for (const stream of open) await stream.return?.();
});

test("requests that fail together count as one failure", async () => {
  let now = 0;
  const { cluster, fleet } = setUp(2, { breaker: { restMs: 1_000, now: () => now } });
  const down = cluster.fault("worker-1", { type: "refuse" });
  await Promise.all(Array.from({ length: 10 }, () => read(fleet)));
  down();
  now = 1_000;
  cluster.reset();
  for (let request = 0; request < 2; request++) await read(fleet);
  expect(askedWorkers(cluster)).toContain("worker-1");
});
