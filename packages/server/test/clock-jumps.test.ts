import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MemoryModelRegistry } from "../src/index.ts";
import { question, setUpApi } from "./api-support.ts";

// Only the machine's time jumps; what lasts goes on as before.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

const hour = 3_600_000;
const jump = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

test("a machine's time that is set forward makes no instance unhealthy", async () => {
  const registry = new MemoryModelRegistry();
  await registry.registerInstance({ workerKey: "m@llm", host: "10.0.0.1", port: 8001 });
  jump(3 * hour);
  expect(await registry.getAllModelInstances()).toMatchObject([{ healthy: true }]);
  jump(-6 * hour);
  await registry.sendHeartbeat({ workerKey: "m@llm", host: "10.0.0.1", port: 8001 });
  jump(3 * hour);
  expect(await registry.getAllModelInstances({ healthyOnly: true })).toHaveLength(1);
});

test("a machine's time that is set back keeps no dead instance", async () => {
  const registry = new MemoryModelRegistry({ heartbeatTimeoutMs: 0 });
  await registry.registerInstance({ workerKey: "m@llm", host: "10.0.0.1", port: 8001 });
  jump(-3 * hour);
  await vi.waitFor(async () => expect(await registry.getAllModelInstances()).toMatchObject([{ healthy: false }]));
});

test("rates of a key are neither filled up nor held back by a machine's time that is set", async () => {
  const keys = [{ key: "k-slow", name: "slow", requestsPerMinute: 1 }];
  const { post } = setUpApi({ models: [{ name: "small", type: "llm", answer: "one" }] }, { keys });
  const ask = async (): Promise<[status: number, retryAfter: number]> => {
    const init = { headers: { authorization: "Bearer k-slow" } };
    const { status, headers } = await post("/v1/chat/completions", { model: "small", messages: question }, init);
    return [status, Number(headers.get("retry-after"))];
  };
  expect((await ask())[0]).toBe(200);
  for (const ms of [3 * hour, -6 * hour]) {
    jump(ms);
    const [status, seconds] = await ask();
    expect(status).toBe(429);
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);
  }
});
