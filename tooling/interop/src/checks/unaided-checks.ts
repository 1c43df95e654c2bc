import { createTransport } from "@modelfleet/transport";
import { expect } from "vitest";
import type { Launched } from "../../launch.mjs";
import { asFault, type Check, errorOf, faultOf } from "../check.ts";
import { at } from "../cluster.ts";
import { scriptedParams } from "../upstream.ts";

/** A call of one route as it is, without what our client does around it. */
function post(worker: Launched, route: string, model: string, more: object): Promise<unknown> {
  const body = { ...at(worker), model, worker_type: "llm", ...more };
  return createTransport().json({ method: "POST", url: `${worker.url}/api/worker/${route}`, body });
}

/** Faults of upstream that our client works around, or can only report. When one of them goes, this tells. */
export const unaidedChecks: Check[] = [
  {
    row: "models/shutdown, unaided",
    async run(cluster) {
      const params = scriptedParams(cluster.upstream, "unaided");
      await post(cluster.twin, "models/startup", "unaided", { params });
      const call = post(cluster.twin, "models/shutdown", "unaided", { params: {} });
      // It sends its controller a flag without a value, which the controller refuses.
      if (!cluster.upstream.firstGeneration) {
        const fault = await faultOf(
          call,
          "http_status",
          "POST http://HOST:PORT/api/worker/models/shutdown: status 500",
        );
        await cluster.fleet.workers.stop({ ...at(cluster.twin), model: "unaided" }).catch(() => {});
        return fault;
      }
      await call;
    },
  },
  {
    row: "models/startup of a running model, unaided",
    async run(cluster) {
      const params = scriptedParams(cluster.upstream, "twice");
      await post(cluster.twin, "models/startup", "twice", { params });
      const fault = await faultOf(
        post(cluster.twin, "models/startup", "twice", { params }),
        "http_status",
        "POST http://HOST:PORT/api/worker/models/startup: status 500",
      );
      // The running model is forgotten, though still listed.
      const error = await errorOf(cluster.fleet.chat.generate({ model: "twice", messages: "say:hi" }));
      expect(error.code).toBe("no_healthy_instance");
      await post(cluster.twin, "models/startup", "twice", { params });
      expect((await cluster.fleet.chat.generate({ model: "twice", messages: "say:back" })).text).toBe("back");
      await cluster.fleet.workers.stop({ ...at(cluster.twin), model: "twice" });
      return fault;
    },
  },
  {
    row: "workers.restart of an embedding model",
    // Over Node's own HTTP: what this takes is as long as uvicorn keeps a connection, and `fetch` does not try again.
    async run({ nodeFleet: fleet, main, upstream }) {
      const model = { model: "scripted-embed", workerType: "text2vec" } as const;
      const result = await fleet.workers.restart(model);
      const fault = asFault(
        result.outputs[0]?.error,
        "instance_lost",
        "The worker at HOST:PORT stopped scripted-embed@text2vec and forgot it, as DB-GPT's workers do on a restart. Start it again with: modelfleet model start --model-name scripted-embed --model-type text2vec --host HOST --port PORT",
      );
      await fleet.workers.start({ ...at(main), ...model, params: scriptedParams(upstream, "scripted-embed") });
      expect(await fleet.embed({ model: "scripted-embed", input: "back" })).toHaveLength(1);
      return fault;
    },
  },
  {
    row: "workers.stop, start, configured model",
    async run({ fleet, freshFleet, twin, main, upstream }) {
      const here = { ...at(twin), model: "scripted" };
      const ports = async () => {
        const rows = await freshFleet().instances({ modelName: "scripted", workerType: "llm", healthyOnly: true });
        return rows.map(({ port }) => port).sort();
      };
      await fleet.workers.stop(here);
      expect(await ports()).toEqual([main.port]);
      await fleet.workers.start({ ...here, params: scriptedParams(upstream, "scripted") });
      expect(await ports()).toEqual([main.port, twin.port].sort());
    },
  },
  {
    row: "models/startup after a stop, unaided",
    async run({ fleet, main, upstream }) {
      await fleet.workers.stop({ ...at(main), model: "scripted" });
      const call = post(main, "models/startup", "scripted", { params: scriptedParams(upstream, "scripted") });
      if (upstream.firstGeneration) await call;
      else {
        // The model of the configuration file is kept when it is stopped, and in the way of its successor.
        const said = "POST http://HOST:PORT/api/worker/models/startup: status 500";
        const fault = await faultOf(call, "http_status", said);
        await post(main, "models/startup", "scripted", { params: scriptedParams(upstream, "scripted") });
        return fault;
      }
    },
  },
];
