import { createFleet, type ModelInstance, type SelectionPolicy } from "@modelfleet/client";
import { createStandInCluster } from "@modelfleet/testing";
import { expect, test } from "vitest";

const models = [{ name: "m", type: "llm", answer: "one two three four five six seven eight" }] as const;

function setUp() {
  const cluster = createStandInCluster({ models });
  return { cluster, fleet: createFleet({ controller: cluster.controllerUrl, fetch: cluster.fetch }) };
}

test("leaving the loop stops the generation", async () => {
  const { cluster, fleet } = setUp();
  for await (const _ of fleet.chat.stream({ model: "m", messages: "Hi" })) break;
  await cluster.idle();
  expect(cluster.cancelled).toBe(1);
});

test("an aborted signal stops the generation, with its own reason", async () => {
  const { cluster, fleet } = setUp();
  const controller = new AbortController();
  const reason = new Error("enough");
  const reading = (async () => {
    for await (const _ of fleet.chat.stream({ model: "m", messages: "Hi" }, { signal: controller.signal })) {
      controller.abort(reason);
    }
  })();
  await expect(reading).rejects.toBe(reason);
  await cluster.idle();
  expect(cluster.cancelled).toBe(1);
});

test("a signal that was aborted before sends nothing", async () => {
  const { cluster, fleet } = setUp();
  const signal = AbortSignal.abort(new Error("too late"));
  await expect(fleet.chat.stream({ model: "m", messages: "Hi" }, { signal }).next()).rejects.toThrow("too late");
  await expect(fleet.chat.generate({ model: "m", messages: "Hi" }, { signal })).rejects.toThrow("too late");
  await expect(fleet.models({ signal })).rejects.toThrow("too late");
  expect(cluster.requests).toEqual([]);
});

test.each(["workers", "controllers"])("an abort while the %s are silent ends the wait", async (target) => {
  const { cluster, fleet } = setUp();
  cluster.fault(target, { type: "hang" });
  const controller = new AbortController();
  const waiting = fleet.chat.stream({ model: "m", messages: "Hi" }, { signal: controller.signal }).next();
  await cluster.waitFor((event) => event.type === "request" && event.server.startsWith(target.slice(0, -1)));
  controller.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
});

test("a stream that is left while it is being opened gives up its request", async () => {
  const { cluster, fleet } = setUp();
  cluster.fault("workers", { type: "hang" });
  const stream = fleet.chat.stream({ model: "m", messages: "Hi" });
  const first = stream.next();
  await cluster.waitFor((event) => event.type === "request" && event.server === "worker-1");
  await stream.return?.();
  expect(await first).toEqual({ done: true, value: undefined });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test("a stream that nobody reads sends nothing", async () => {
  const { cluster, fleet } = setUp();
  const stream = fleet.chat.stream({ model: "m", messages: "Hi" });
  await stream.return?.();
  expect(cluster.requests).toEqual([]);
});

test("an aborted stream frees its place though nobody reads it to its end", async () => {
  const cluster = createStandInCluster({ models });
  const seen: number[] = [];
  const policy: SelectionPolicy = (instances, { inFlight }) => {
    const [instance] = instances as [ModelInstance];
    seen.push(inFlight(instance));
    return instance;
  };
  const fleet = createFleet({ controller: cluster.controllerUrl, fetch: cluster.fetch, policy });
  for (let request = 0; request < 3; request++) {
    const controller = new AbortController();
    await fleet.chat.stream({ model: "m", messages: "Hi" }, { signal: controller.signal }).next();
    controller.abort();
  }
  expect(seen).toEqual([0, 0, 0]);
  await cluster.idle();
});
