import { expect, test } from "vitest";
import { post, settled, setUpCluster } from "./cluster.ts";

const hanging = { models: [{ name: "m", params: { hang: true, concurrency: 1 } }], manager: { maxWaiting: 1 } };

test("beyond the slots requests wait in a line, beyond the line they are told to come back", async () => {
  await using cluster = await setUpCluster({ ...hanging, manager: { maxWaiting: 1, retryAfterMs: 2_500 } });
  const { manager, network, engines } = cluster;
  const first = manager.generateStream({ model: "m", messages: [] })[Symbol.asyncIterator]();
  expect((await first.next()).value).toMatchObject({ text: "one" });
  const second = manager.generateStream({ model: "m", messages: [] })[Symbol.asyncIterator]();
  const waiting = second.next();
  await settled();
  expect(engines.last().running).toBe(1);
  for (const path of ["generate_stream", "generate"]) {
    const refused = await network.fetch(post(`/api/worker/${path}`, { model: "m", messages: [] }));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "3"]);
    expect(await refused.json()).toEqual({ detail: expect.stringContaining("1 requests run and 1 wait") });
  }
  await expect(cluster.fleet.chat.generate({ model: "m", messages: "Hi" })).rejects.toMatchObject({
    code: "http_status",
    status: 429,
    retryAfterMs: 3_000,
  });
  await first.return?.();
  expect((await waiting).value).toMatchObject({ text: "one" });
  await second.return?.();
  expect(engines.last()).toMatchObject({ running: 0, aborted: 2 });
});

test("who gives up while waiting leaves the line", async () => {
  await using cluster = await setUpCluster(hanging);
  const { manager, engines } = cluster;
  const first = manager.generateStream({ model: "m", messages: [] })[Symbol.asyncIterator]();
  await first.next();
  const giveUp = new AbortController();
  const second = manager.generate({ model: "m", messages: [] }, { signal: giveUp.signal });
  second.catch(() => {});
  await settled();
  giveUp.abort(new Error("enough"));
  await expect(second).rejects.toThrow("enough");
  const third = manager.generateStream({ model: "m", messages: [] })[Symbol.asyncIterator]();
  const waiting = third.next();
  await first.return?.();
  expect((await waiting).value).toMatchObject({ text: "one" });
  expect(engines.last().requests).toHaveLength(2);
  await third.return?.();
});

test("a client that leaves its stream stops the engine and frees the slot", async () => {
  await using cluster = await setUpCluster(hanging);
  const { fleet, engines } = cluster;
  for (let i = 0; i < 3; i++) {
    for await (const { text } of fleet.chat.stream({ model: "m", messages: "Hi" })) {
      expect(text).toBe("one");
      break;
    }
    await settled();
    expect(engines.last()).toMatchObject({ running: 0, aborted: i + 1 });
  }
});

test("a caller's abort frees the slot of a whole answer, too", async () => {
  await using cluster = await setUpCluster(hanging);
  const { fleet, engines } = cluster;
  const giveUp = new AbortController();
  const answer = fleet.chat.generate({ model: "m", messages: "Hi" }, { signal: giveUp.signal });
  answer.catch(() => {});
  await settled();
  expect(engines.last().running).toBe(1);
  giveUp.abort(new Error("enough"));
  await expect(answer).rejects.toThrow("enough");
  await settled();
  expect(engines.last()).toMatchObject({ running: 0, aborted: 1 });
});

test("a stream that nobody reads takes no slot", async () => {
  await using cluster = await setUpCluster(hanging);
  const stream = cluster.manager.generateStream({ model: "m", messages: [] })[Symbol.asyncIterator]();
  await stream.return?.();
  expect(cluster.engines.last().requests).toEqual([]);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test("a stopped model ends what it was at, and tells clients to go elsewhere", async () => {
  await using cluster = await setUpCluster(hanging);
  const { manager, fleet, engines } = cluster;
  const reading = (async () => {
    for await (const _ of fleet.chat.stream({ model: "m", messages: "Hi" }));
  })();
  reading.catch(() => {});
  await settled();
  await manager.workerApply({ model: "m", workerType: "llm", applyType: "stop" });
  await expect(reading).rejects.toMatchObject({ message: expect.stringContaining("was stopped"), partialText: "one" });
  expect(engines.last()).toMatchObject({ running: 0, stopped: 1 });
  await expect(manager.generate({ model: "m", messages: [] })).rejects.toMatchObject({ code: "no_healthy_instance" });
});

test("an answer that was cut off between two outputs does not look whole", async () => {
  await using cluster = await setUpCluster();
  const { manager } = cluster;
  const stream = manager.generateStream({ model: "m", messages: [] })[Symbol.asyncIterator]();
  await stream.next();
  await manager.workerApply({ model: "m", workerType: "llm", applyType: "stop" });
  await expect(stream.next()).rejects.toMatchObject({ code: "no_healthy_instance" });
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});

test("who reads ahead before the first output has one generation, and one slot", async () => {
  await using cluster = await setUpCluster({ models: [{ name: "m", params: { concurrency: 1 } }] });
  const { manager, engines } = cluster;
  const stream = manager.generateStream({ model: "m", messages: [] })[Symbol.asyncIterator]();
  const outputs = await Promise.all([stream.next(), stream.next(), stream.next()]);
  expect(outputs.map(({ value }) => value?.text)).toEqual(["one", "one two", "one two three"]);
  await stream.return?.();
  expect(engines.last().requests).toHaveLength(1);
  expect((await manager.generate({ model: "m", messages: [] })).text).toBe("one two three");
});

test("who reads ahead and is stopped while waiting is told so each time", async () => {
  await using cluster = await setUpCluster(hanging);
  const { manager } = cluster;
  const first = manager.generateStream({ model: "m", messages: [] })[Symbol.asyncIterator]();
  await first.next();
  const second = manager.generateStream({ model: "m", messages: [] })[Symbol.asyncIterator]();
  const reads = Promise.allSettled([second.next(), second.next()]);
  await settled();
  await manager.stop();
  expect((await reads).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
