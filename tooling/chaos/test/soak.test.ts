import { expect, test } from "vitest";
import type { Measured } from "../src/footprint.ts";
import { growthOf } from "../src/soak/growth.ts";
import { soak } from "../src/soak/soak.ts";

const at = (megabytes: number, sockets = 10): Measured => ({
  heapUsed: megabytes * 1e6,
  buffers: 0,
  rss: 100e6,
  handles: 20,
  sockets,
  timers: 1,
  listeners: 5,
  signals: 3,
  running: 0,
});
const minutes = Array.from({ length: 30 }, (_, minute) => minute);

test("a heap that grows, and sockets that do, are told apart from what comes and goes", () => {
  const steady = growthOf({
    name: "steady",
    samples: minutes.map((minute) => at(20 + (minute % 3), 8 + (minute % 7))),
  });
  expect(steady.faults).toEqual([]);
  const leaking = growthOf({ name: "leaking", samples: minutes.map((minute) => at(20 + minute / 10, 10 + minute)) });
  expect(leaking.faults).toEqual(["leaking: the heap grew by 13.4 %", "leaking: sockets grow"]);
  expect(leaking.heapSlope).toBeCloseTo(100_000);
});

// The short form of `pnpm soak`; what memory does in seconds says nothing.
test("every request of a steady load is accounted for, by callers and by workers alike", async () => {
  const options = { seed: 2, perSecond: 20, samples: 1, warmUp: 1, sampleMs: 1_500, churnMs: 300 };
  const { tally, models, growths, workers, broken } = await soak(options);
  expect(broken.filter((fault) => !/grew|grow$/.test(fault))).toEqual([]);
  expect(tally.accounted).toBe(tally.asked);
  expect(models).toBeGreaterThan(0);
  expect(workers.running + workers.waiting).toBe(0);
  expect(growths.map(({ name }) => name)).toEqual(["callers", "controller", "worker-1", "worker-2", "gateway", "api"]);
});
