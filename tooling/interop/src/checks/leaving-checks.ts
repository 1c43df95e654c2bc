import { type Fleet, RemoteModelWorker } from "@modelfleet/client";
import { createTransport, type Timeouts } from "@modelfleet/transport";
import { expect } from "vitest";
import { type Check, errorOf } from "../check.ts";
import type { Cluster } from "../cluster.ts";

interface Stats {
  started: number;
  finished: number;
  frames: number;
}

/** Twenty seconds of them: half of that is more than a busy machine makes a client late. */
const tokens = 2_000;

/** What the models of one worker process have done so far. */
async function statsOf(fleet: Fleet): Promise<Stats> {
  const { text } = await fleet.chat.generate({ model: "scripted", messages: "stats:" });
  return JSON.parse(text) as Stats;
}

/** Waits until the worker makes no more frames, and says how many it has made since `before`. */
async function framesAfterStop(fleet: Fleet, before: Stats): Promise<number> {
  let last = -1;
  const grown = async () => {
    const { frames } = await statsOf(fleet);
    const growth = frames - last;
    last = frames;
    return growth;
  };
  // A worker that still generates makes ten frames between two looks.
  await expect.poll(grown, { interval: 100, timeout: 10_000 }).toBe(0);
  return last - before.frames;
}

/** Leaves a slow stream after three outputs, and expects the worker to stop long before its end. */
async function expectStop(
  { main, fleetAt, nodeFleetAt }: Cluster,
  leave: (fleet: Fleet) => Promise<void>,
): Promise<void> {
  const observer = fleetAt(main);
  for (const fleet of [fleetAt(main), nodeFleetAt(main)]) {
    const before = await statsOf(observer);
    await leave(fleet);
    expect(await framesAfterStop(observer, before)).toBeLessThan(tokens / 2);
    const after = await statsOf(observer);
    expect(after.started).toBe(before.started + 1);
    expect(after.finished).toBe(before.finished);
  }
}

const slow = { model: "scripted", messages: `slow:${tokens}:10` };

async function abortAfterThree(stream: Fleet["chat"]["stream"]): Promise<void> {
  const controller = new AbortController();
  const reason = new Error("enough");
  let outputs = 0;
  const reading = (async () => {
    for await (const _ of stream(slow, { signal: controller.signal })) {
      outputs += 1;
      if (outputs === 3) controller.abort(reason);
    }
  })();
  await expect(reading).rejects.toBe(reason);
  expect(outputs).toBe(3);
}

/** Who leaves early ends the generation. */
export const leavingChecks: Check[] = [
  {
    row: "an aborted signal stops the worker",
    async run(cluster) {
      await expectStop(cluster, ({ chat }) => abortAfterThree(chat.stream));
    },
  },
  {
    row: "leaving the loop stops the worker",
    async run(cluster) {
      await expectStop(cluster, async ({ chat }) => {
        let outputs = 0;
        for await (const _ of chat.stream(slow)) {
          outputs += 1;
          if (outputs === 3) break;
        }
      });
    },
  },
  {
    row: "an abort before the first frame",
    async run({ fleet }) {
      const controller = new AbortController();
      const reason = new Error("too slow");
      const { signal } = controller;
      const reading = fleet.chat.stream({ model: "scripted", messages: "wait:30000:late" }, { signal }).next();
      setTimeout(() => controller.abort(reason), 100);
      await expect(reading).rejects.toBe(reason);
    },
  },
  {
    row: "first-frame and idle time limits",
    async run({ main }) {
      // One worker, so that no other one is tried.
      const within = (timeouts: Partial<Timeouts>, content: string) => {
        const worker = new RemoteModelWorker({ transport: createTransport({ timeouts }), baseUrl: main.url });
        return worker.generateStream({ model: "scripted", messages: [{ role: "human", content }] });
      };
      const silent = await errorOf(within({ firstFrameMs: 300 }, "wait:30000:late").next());
      expect(silent).toMatchObject({ code: "timeout", phase: "first-frame" });
      const stream = within({ idleMs: 300 }, "slow:3:1500");
      expect((await stream.next()).value).toMatchObject({ text: "The" });
      expect(await errorOf(stream.next())).toMatchObject({ code: "timeout", phase: "idle" });
    },
  },
];
