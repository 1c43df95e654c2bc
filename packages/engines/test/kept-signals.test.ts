import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createEchoEngine } from "@modelfleet/engines/echo";
import { expect, test } from "vitest";
import { ask } from "./support/read-outputs.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

test.each([
  ["an answer", (signal: AbortSignal) => createEchoEngine().generate(ask("one two"), { signal })],
  ["a count", (signal: AbortSignal) => createEchoEngine().countToken({ model: "m", prompt: "one" }, { signal })],
])(
  "%s that is there keeps nothing of its caller's signal, though that has a time limit",
  async (_, call) => {
    const limited = async (): Promise<WeakRef<AbortSignal>> => {
      const signal = AbortSignal.any([AbortSignal.timeout(600_000), new AbortController().signal]);
      await call(signal);
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
  },
  30_000,
);
