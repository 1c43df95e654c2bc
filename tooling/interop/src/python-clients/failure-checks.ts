import { fileURLToPath } from "node:url";
import { controllerApp, MemoryModelRegistry } from "@modelfleet/server";
import { serve } from "@modelfleet/server/node";
import { expect } from "vitest";
import { type Launched, launch, launchPython } from "../../launch.mjs";
import type { Check } from "../check.ts";
import type { MixedCluster } from "./mixed-cluster.ts";
import { contentFault } from "./python-fault.ts";

/** Workers beat every second: late for some beats is not dead yet. */
const timeoutMs = 8_000;
const soon = { interval: 100, timeout: 60_000 };

const chat = (model: string) => ({ model, messages: [{ role: "human", content: "say:Python" }] }) as const;

/** The ports at which a controller lists a healthy instance of the model. */
async function healthyPorts(fleet: MixedCluster["fleet"], modelName: string): Promise<number[]> {
  const rows = await fleet.instances({ modelName, workerType: "llm", healthyOnly: true });
  return rows.map(({ port }) => port).sort();
}

const portsOf = (...workers: { port: number }[]): number[] => workers.map(({ port }) => port).sort();

/** Asks until both kinds of workers have answered; each is as likely as the other, so a dozen times may miss one. */
async function expectBoth(ask: () => Promise<string>): Promise<void> {
  const all = new Set<string>();
  const asked = async () => all.add(await ask());
  await expect.poll(asked, { ...soon, interval: 0 }).toEqual(new Set(["Python", "TypeScript"]));
}

/** Many, so that those which prefer the dead one by chance are among them. */
async function answers(ask: () => Promise<string>): Promise<Set<string>> {
  const all = new Set<string>();
  for (let asked = 0; asked < 12; asked++) all.add(await ask());
  return all;
}

const ourWorkerProcess = (...args: string[]): Promise<Launched> =>
  launch(process.execPath, [
    "--conditions=modelfleet-source",
    "--disable-warning=ExperimentalWarning",
    fileURLToPath(new URL("./our-worker-process.ts", import.meta.url)),
    ...args,
  ]);

/** Controllers and workers of both kinds end without a word. In this order: they build on each other. */
export const failureChecks: Check<MixedCluster>[] = [
  {
    row: "our controller restarted: both kinds of workers come back",
    async run(cluster) {
      const { controller, worker, theirWorker, theirController, fleet, freshFleet, pythonAt, keep } = cluster;
      const both = `${controller.url},${theirController.url}`;
      const askBoth = () => pythonAt(both, "manager.generate", chat("echo"));
      const remembers = freshFleet(controller.url);
      for (const warm of [() => remembers.chat.generate(chat("scripted")), askBoth]) await warm();
      await controller.close({ drainMs: 0 });
      // Ours goes on with what it knew.
      const ask = async () => (await remembers.chat.generate(chat("scripted"))).text;
      await expectBoth(ask);
      expect(await cluster.python("manager.generate", chat("echo"))).toMatchObject({ error_code: 1 });
      // Theirs turns to the second controller, where it has one, once it has seen that the first is gone.
      await expect.poll(() => askBoth().catch(String), soon).toMatchObject({ text: "say:Python" });

      const registry = new MemoryModelRegistry({ heartbeatTimeoutMs: timeoutMs });
      keep(await serve(controllerApp(registry), { port: controller.port }), (app) => app.close());
      await expect.poll(() => healthyPorts(fleet, "scripted"), soon).toEqual(portsOf(worker, theirWorker));
      await expect.poll(() => healthyPorts(fleet, "echo"), soon).toEqual(portsOf(worker));
      await expect
        .poll(() => cluster.python("manager.generate", chat("echo")).catch(String), soon)
        .toMatchObject({ text: "say:Python" });
    },
  },
  {
    row: "their controller killed and started again: both kinds of workers come back",
    async run(cluster) {
      const { theirController, theirFleet, worker, version, pythonAt, keep } = cluster;
      const second = await cluster.secondWorker();
      expect(await healthyPorts(theirFleet, "scripted")).toEqual(portsOf(worker, second));
      await theirController.kill();
      const again = [
        "--port",
        String(theirController.port),
        "--heartbeat-interval",
        "1",
        "--heartbeat-timeout",
        String(timeoutMs / 1_000),
      ];
      keep(await launchPython(version, "controller.py", again), (process) => process.stop());
      await expect.poll(() => healthyPorts(theirFleet, "scripted"), soon).toEqual(portsOf(worker, second));
      const ask = async () => (await theirFleet.chat.generate(chat("scripted"))).text;
      await expectBoth(ask);
      await expect
        .poll(() => pythonAt(theirController.url, "manager.generate", chat("echo")).catch(String), soon)
        .toMatchObject({ text: "say:Python" });
    },
  },
  {
    row: "our worker killed: seen by their controller, and others answer",
    async run(cluster) {
      const { theirController, theirFleet, secondWorker, freshFleet, version, pythonAt, keep } = cluster;
      const second = await secondWorker();
      const ours = keep(await ourWorkerProcess(theirController.url, "spare", "TypeScript"), (p) => p.kill());
      const preferring = freshFleet(theirController.url, ours);
      const ask = async () => (await preferring.chat.generate(chat("spare"))).text;
      expect(await ask()).toBe("TypeScript");
      await ours.kill();
      // At once, while it is still listed.
      expect(await ask()).toBe("Python");
      await expect.poll(() => healthyPorts(theirFleet, "spare"), soon).toEqual(portsOf(second));
      const rows = await theirFleet.instances({ modelName: "spare", workerType: "llm" });
      expect(rows).toContainEqual(expect.objectContaining({ port: ours.port, healthy: false }));
      // Theirs has no other try: it works once its controller knows.
      const theirs = async () =>
        ((await pythonAt(theirController.url, "manager.generate", chat("spare"))) as { text: string }).text;
      const call = theirs();
      const fault = await contentFault(version, call);
      if (fault) return fault;
      await call;
      expect(await answers(theirs)).toEqual(new Set(["Python"]));
    },
  },
  {
    row: "their worker killed: seen by our controller, and others answer",
    async run(cluster) {
      const { controller, fleet, freshFleet, gateway, theirWorker, worker, pythonAt, python } = cluster;
      const preferring = freshFleet(controller.url, theirWorker);
      const ask = async () => (await preferring.chat.generate(chat("scripted"))).text;
      expect(await ask()).toBe("Python");
      await theirWorker.kill();
      // At once, while it is still listed: our client by itself, and the gateway for both kinds of clients.
      expect(await ask()).toBe("TypeScript");
      const throughGateway = async () =>
        (await freshFleet(gateway.controller.url).chat.generate(chat("scripted"))).text;
      expect(await answers(throughGateway)).toEqual(new Set(["TypeScript"]));
      const theirs = (url: string) => async () =>
        ((await pythonAt(url, "manager.generate", chat("scripted"))) as { text: string }).text;
      expect(await answers(theirs(gateway.controller.url))).toEqual(new Set(["TypeScript"]));
      await expect.poll(() => healthyPorts(fleet, "scripted"), soon).toEqual(portsOf(worker));
      const rows = await python("registry.get_all_instances", { model_name: "scripted@llm" });
      expect(rows).toContainEqual(expect.objectContaining({ port: theirWorker.port, healthy: false }));
      expect(await answers(theirs(controller.url))).toEqual(new Set(["TypeScript"]));
    },
  },
];
