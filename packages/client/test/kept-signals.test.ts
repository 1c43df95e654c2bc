import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createFleet } from "@modelfleet/client";
import { createStandInCluster } from "@modelfleet/testing";
import { expect, test } from "vitest";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

test("a chat that is over keeps nothing of its caller's signal, though that has a time limit", async () => {
  const cluster = createStandInCluster({ models: [{ name: "m", type: "llm", answer: "one two" }] });
  const fleet = createFleet({ controller: cluster.controllerUrl, fetch: cluster.fetch });
  const limited = async (): Promise<WeakRef<AbortSignal>> => {
    const signal = AbortSignal.any([AbortSignal.timeout(600_000), new AbortController().signal]);
    for await (const _ of fleet.chat.stream({ model: "m", messages: "Hi" }, { signal }));
    return new WeakRef(signal);
  };
  const signals: WeakRef<AbortSignal>[] = [];
  for (let round = 0; round < 20; round++) signals.push(await limited());
  const kept = (): number => {
    collect();
    return signals.filter((signal) => signal.deref()).length;
  };
  // A reference is good until its turn of the loop is over, and the last one may still be in somebody's hands.
  await expect.poll(kept, { interval: 1, timeout: 20_000 }).toBeLessThan(5);
}, 30_000);
