import { expect } from "vitest";
import { type Check, collect, errorOf } from "../check.ts";
import { english } from "../scripts.ts";

/** Processes die, and stay dead for the checks that follow. */
export const endingChecks: Check[] = [
  {
    row: "a worker killed in mid stream",
    async run({ fleetAt, fleet, twin }) {
      const stream = fleetAt(twin).chat.stream({ model: "scripted", messages: "slow:500:10" });
      expect((await stream.next()).value).toMatchObject({ text: "The" });
      await twin.kill();
      const error = await errorOf(
        (async () => {
          for await (const _ of stream);
        })(),
      );
      // What had been said is not said again by another worker.
      expect(["connection_failed", "truncated_stream"]).toContain(error.code);
      expect(await fleet.instances({ modelName: "scripted", workerType: "llm" })).toContainEqual(
        expect.objectContaining({ port: twin.port, healthy: true }),
      );
    },
  },
  {
    row: "failover from a dead worker, still listed",
    async run({ fleetAt, nodeFleetAt, twin }) {
      for (const newFleet of [fleetAt, nodeFleetAt]) {
        const whole = await newFleet(twin).chat.generate({ model: "scripted", messages: "count:5" });
        expect(whole.text).toBe(english(5));
        const outputs = await collect(newFleet(twin).chat.stream({ model: "scripted", messages: "count:5" }));
        expect(outputs.map(({ delta }) => delta).join("")).toBe(english(5));
      }
    },
  },
  {
    row: "a controller killed: the cache, the second",
    async run({ fleet, fleetAt, freshFleet, controller, standby, twin, startMovable }) {
      const movable = await startMovable();
      const warm = fleetAt(twin);
      await warm.chat.generate({ model: "scripted", messages: "say:warm" });
      await controller.kill();
      // It asks the dead worker, then the second controller, which knows no worker yet, and takes the one it knew.
      expect((await warm.chat.generate({ model: "scripted", messages: "say:cached" })).text).toBe("cached");
      // Upstream's workers notice within ten seconds and turn to the second controller.
      const listed = async () => {
        const rows = await fleet.instances({ modelName: "movable", workerType: "llm", healthyOnly: true });
        return rows.map(({ port }) => port);
      };
      await expect.poll(listed, { interval: 250, timeout: 60_000 }).toEqual([movable.port]);
      const output = await freshFleet().chat.generate({ model: "movable", messages: "say:second" });
      expect(output.text).toBe("second");
      const alone = await errorOf(freshFleet({ controller: controller.url }).instances());
      expect(alone.code).toBe("controller_unavailable");
      const names = (await freshFleet({ controller: standby.url }).models()).map(({ model }) => model);
      expect(names).toEqual(["movable"]);
    },
  },
];
