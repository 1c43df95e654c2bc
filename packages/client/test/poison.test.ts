import { createFleet, type Fleet, roundRobin } from "@modelfleet/client";
import { createFleet as createNodeFleet, type NodeFleetOptions } from "@modelfleet/client/node";
import { createStandInCluster, type StandInCluster, type StandInFault } from "@modelfleet/testing";
import { serveStandIn } from "@modelfleet/testing/node";
import { afterEach, describe, expect, test } from "vitest";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const models = [{ name: "m", type: "llm", answer: "one two three" }] as const;

type Open = (cluster: StandInCluster) => Promise<Fleet>;

const overNode =
  (options: Partial<NodeFleetOptions>): Open =>
  async (cluster) => {
    const served = await serveStandIn(cluster);
    const fleet = createNodeFleet({ controller: cluster.controllerUrl, policy: roundRobin, ...options });
    closers.push(fleet.close, served.close);
    return fleet;
  };

const forms: [string, Open][] = [
  [
    "fetch",
    async (cluster) => createFleet({ controller: cluster.controllerUrl, policy: roundRobin, fetch: cluster.fetch }),
  ],
  ["node", overNode({})],
  ["node, pooled", overNode({ pooled: true })],
];

const request = { model: "m", messages: "Hi" };

async function read(fleet: Fleet): Promise<void> {
  for await (const _ of fleet.chat.stream(request));
}

const calls: [string, (fleet: Fleet) => Promise<unknown>][] = [
  ["generate", (fleet) => fleet.chat.generate(request)],
  ["a stream", read],
];

const asked = (cluster: StandInCluster): string[] =>
  cluster.requests.filter(({ path }) => path.includes("/generate")).map(({ server }) => server);

describe.each(forms)("a request that its workers die of, over %s", (_form, open) => {
  test.each(calls)("reaches two of them at most: %s", async (_call, call) => {
    const cluster = createStandInCluster({ models, workers: 5 });
    const fleet = await open(cluster);
    cluster.fault("workers", { type: "drop" });
    await expect(call(fleet)).rejects.toMatchObject({ code: "connection_failed", sent: 1 });
    expect(asked(cluster)).toHaveLength(2);
  });

  test("reaches no third one where kept connections broke under it, either", async () => {
    const cluster = createStandInCluster({ models, workers: 5 });
    const fleet = await open(cluster);
    for (let turn = 0; turn < 5; turn++) await fleet.chat.generate(request);
    const before = asked(cluster).length;
    cluster.fault("workers", { type: "drop" });
    await expect(fleet.chat.generate(request)).rejects.toMatchObject({ code: "connection_failed" });
    expect(new Set(asked(cluster).slice(before)).size).toBe(2);
  });

  test("is sent to another one where the server of a kept connection has gone", async () => {
    const cluster = createStandInCluster({ models, workers: 2 });
    const fleet = await open(cluster);
    for (let turn = 0; turn < 2; turn++) await fleet.chat.generate(request);
    cluster.fault("worker-1", { type: "drop" });
    for (let turn = 0; turn < 4; turn++) expect((await fleet.chat.generate(request)).text).toBe("one two three");
  });

  test.each<[string, (fleet: Fleet) => Promise<unknown>]>([
    ["models/startup", (fleet) => fleet.workers.start({ model: "other", params: {} })],
    ["models/shutdown", (fleet) => fleet.workers.stop({ model: "m" })],
    ["apply", (fleet) => fleet.workers.restart({ model: "m" })],
  ])("what an operator asks for arrives once: %s", async (path, call) => {
    const cluster = createStandInCluster({ models });
    const fleet = await open(cluster);
    await fleet.chat.generate(request);
    cluster.fault("workers", { type: "drop" });
    await call(fleet).catch(() => {});
    expect(cluster.requests.filter((one) => one.path === `/api/worker/${path}`)).toHaveLength(1);
  });

  test.each<[string, StandInFault]>([
    ["dies before the head of its answer", { type: "drop" }],
    ["dies after it", { type: "reset", afterFrames: 0 }],
  ])("is answered by another one where only one %s", async (_fault, fault) => {
    const cluster = createStandInCluster({ models, workers: 2 });
    const fleet = await open(cluster);
    cluster.fault("worker-1", fault);
    await read(fleet);
    expect(asked(cluster)).toEqual(["worker-1", "worker-2"]);
  });

  test("workers that cannot be reached are all passed over", async () => {
    const cluster = createStandInCluster({ models, workers: 4 });
    const fleet = await open(cluster);
    for (const worker of ["worker-1", "worker-2", "worker-3"]) cluster.fault(worker, { type: "refuse" });
    await read(fleet);
    expect(asked(cluster)).toEqual(["worker-4"]);
  });
});
