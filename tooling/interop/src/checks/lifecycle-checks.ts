import type { WorkerApplyResult } from "@modelfleet/core";
import { expect } from "vitest";
import { asFault, type Check, errorOf } from "../check.ts";
import { at } from "../cluster.ts";
import { scriptedParams } from "../upstream.ts";

const outcomeOf = ({ outputs }: WorkerApplyResult) => outputs[0]?.error;

/** What an operator does with a fleet; each check puts back what it changed. */
export const lifecycleChecks: Check[] = [
  {
    row: "workers.start",
    async run({ fleet, main, upstream }) {
      await fleet.workers.start({ ...at(main), model: "late", params: scriptedParams(upstream, "late") });
      expect(await fleet.instances({ modelName: "late", workerType: "llm", healthyOnly: true })).toHaveLength(1);
      expect((await fleet.chat.generate({ model: "late", messages: "say:here" })).text).toBe("here");
    },
  },
  {
    row: "workers.start, of what runs already",
    async run({ fleet, main, upstream }) {
      const error = await errorOf(
        fleet.workers.start({ ...at(main), model: "late", params: scriptedParams(upstream, "late") }),
      );
      expect(error.code).toBe("invalid_input");
      expect((await fleet.chat.generate({ model: "late", messages: "say:still" })).text).toBe("still");
    },
  },
  {
    row: "workers.stop",
    async run({ fleet, main }) {
      await fleet.workers.stop({ ...at(main), model: "late" });
      expect(await fleet.instances({ modelName: "late", workerType: "llm", healthyOnly: true })).toEqual([]);
      expect((await errorOf(fleet.chat.generate({ model: "late", messages: "say:no" }))).code).toMatch(
        /^(no_healthy_instance|model_not_found)$/,
      );
    },
  },
  {
    row: "workers.start, again",
    async run({ fleet, main, upstream }) {
      await fleet.workers.start({ ...at(main), model: "late", params: scriptedParams(upstream, "late") });
      expect((await fleet.chat.generate({ model: "late", messages: "say:back" })).text).toBe("back");
    },
  },
  {
    row: "workers.restart, model started at run time",
    async run({ fleet, main, upstream }) {
      const result = await fleet.workers.restart({ model: "late" });
      const fault = asFault(
        outcomeOf(result),
        "instance_lost",
        "The worker at HOST:PORT stopped late@llm and forgot it, as DB-GPT's workers do on a restart. Start it again with: modelfleet model start --model-name late --model-type llm --host HOST --port PORT",
      );
      expect(result.success).toBe(false);
      await fleet.workers.start({ ...at(main), model: "late", params: scriptedParams(upstream, "late") });
      expect((await fleet.chat.generate({ model: "late", messages: "say:back" })).text).toBe("back");
      await fleet.workers.stop({ ...at(main), model: "late" });
      return fault;
    },
  },
  {
    row: "workers.restart, configured model",
    async run({ fleet, upstream, main, twin }) {
      const result = await fleet.workers.restart({ model: "scripted" });
      if (upstream.restarts) {
        expect(result).toMatchObject({ success: true, message: expect.stringContaining("start successfully") });
        expect(result.outputs).toHaveLength(2);
        return;
      }
      const fault = asFault(
        outcomeOf(result),
        "instance_lost",
        "The worker at HOST:PORT stopped scripted@llm and forgot it, as DB-GPT's workers do on a restart. Start it again with: modelfleet model start --model-name scripted --model-type llm --host HOST --port PORT",
      );
      for (const worker of [main, twin]) {
        await fleet.workers.start({ ...at(worker), model: "scripted", params: scriptedParams(upstream, "scripted") });
      }
      return fault;
    },
  },
  {
    row: "workers.apply, new parameters",
    async run({ fleet, upstream, main }) {
      if (!upstream.firstGeneration) {
        const result = await fleet.workers.apply({ model: "scripted", params: { flavour: "spicy" } });
        expect(result).toMatchObject({ success: true, message: expect.stringMatching(/restart successfully/) });
        expect((await fleet.chat.generate({ model: "scripted", messages: "say:changed" })).text).toBe("changed");
        return;
      }
      await fleet.workers.start({ ...at(main), model: "varied", params: scriptedParams(upstream, "varied") });
      const result = await fleet.workers.apply({ model: "varied", params: { max_context_size: 2048 } });
      return asFault(
        outcomeOf(result),
        "instance_lost",
        "The worker at HOST:PORT stopped varied@llm and forgot it, as DB-GPT's workers do on a restart. Start it again with: modelfleet model start --model-name varied --model-type llm --host HOST --port PORT",
      );
    },
  },
];
