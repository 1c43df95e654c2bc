import { ModelRegistryClient } from "@modelfleet/client";
import { formatWorkerKey } from "@modelfleet/core";
import { createNodeTransport } from "@modelfleet/transport/node";
import type { Cluster } from "../cluster.ts";
import type { Member } from "../member.ts";
import { chatModel } from "../models.ts";
import { PythonWorker } from "../python-worker.ts";
import type { ProxyMode } from "./fault-proxy.ts";
import { clocksStandStill } from "./settable-clock.ts";

export interface Fault {
  name: string;
  /** Whether a worker that has it takes requests and leaves them unanswered: all the while, or those of its first moment. */
  loses?: "always" | "at-first" | undefined;
  /** Breaks something. Resolves to what mends it. */
  strike(cluster: Cluster, victim: Member): Promise<() => Promise<void>>;
}

const losing: Partial<Record<ProxyMode, Fault["loses"]>> = {
  // Connections that are open then are reset, and nobody gets a new one.
  refuse: "at-first",
  reset: "always",
  "reset-later": "always",
  "half-open": "always",
  slow: "always",
  cut: "always",
  corrupt: "always",
};

const inProxy = (mode: ProxyMode): Fault => ({
  name: mode,
  loses: losing[mode],
  async strike(_cluster, { proxy }) {
    await proxy.set(mode);
    return () => proxy.set("pass");
  },
});

/** Python takes seconds to start: others are broken meanwhile. */
async function startAgain(victim: Member): Promise<void> {
  if (victim.child instanceof PythonWorker) victim.startMeanwhile();
  else await victim.start();
}

const killed: Fault = {
  name: "kill -9",
  loses: "always",
  async strike(_cluster, victim) {
    await victim.kill();
    return () => startAgain(victim);
  },
};

const stopped: Fault = {
  name: "SIGSTOP",
  loses: "always",
  async strike(_cluster, { child }) {
    child.signal("SIGSTOP");
    return async () => child.signal("SIGCONT");
  },
};

/** Told to end while it answers: what has begun is finished. */
const drained: Fault = {
  name: "SIGTERM",
  loses: "always",
  async strike(_cluster, victim) {
    await victim.stop();
    return () => startAgain(victim);
  },
};

/** How far clocks are set, in hours. */
const jump = 5;

/** The clock of its machine is set forward, then back; it need not be right ever again. */
const clockSet: Fault = {
  name: "clock",
  async strike(_cluster, { clock }) {
    await clock.set(jump);
    return () => clock.set(-jump);
  },
};

/** A worker that registers and dies, again and again: its row looks healthy, and nobody is there. */
const ghost: Fault = {
  name: "ghost",
  async strike(cluster) {
    const transport = createNodeTransport();
    const registry = new ModelRegistryClient({ transport, controller: cluster.controllerUrls });
    const row = { workerKey: formatWorkerKey(chatModel, "llm"), host: "127.0.0.1", port: 9 };
    // A controller that is away just then has no ghost.
    await registry.registerInstance(row).catch(() => false);
    return async () => {
      await registry.deregisterInstance({ ...row }, { removeFromRegistry: true }).catch(() => false);
      await transport.close();
    };
  },
};

/** What happens to workers, one at a time: the others are the healthy ones that requests go to. */
export const workerFaults: readonly Fault[] = [
  killed,
  stopped,
  drained,
  ghost,
  ...(clocksStandStill ? [] : [clockSet]),
  ...(["refuse", "reset", "reset-later", "half-open", "slow", "cut", "corrupt", "busy", "unavailable"] as const).map(
    inProxy,
  ),
];

/** Of gateway and API server, which hold what clients do. */
const frontClocks: Fault = {
  name: "gateway and API clock",
  async strike({ frontClocks: clocks }) {
    for (const clock of clocks) await clock.set(jump);
    return async () => {
      for (const clock of clocks) await clock.set(-jump);
    };
  },
};

const named = (name: string, { strike }: Fault): Fault => ({ name, strike });

/** What happens to controllers meanwhile. */
export const controllerFaults: readonly Fault[] = [
  // Comes back empty: the two disagree until the next heartbeats.
  named("controller kill -9", killed),
  named("controller SIGSTOP", stopped),
  named("controller half-open", inProxy("half-open")),
  ...(clocksStandStill ? [] : [named("controller clock", clockSet), frontClocks]),
  {
    name: "controllers away",
    async strike({ controllers }) {
      for (const { proxy } of controllers) await proxy.set("refuse");
      return async () => {
        for (const { proxy } of controllers) await proxy.set("pass");
      };
    },
  },
];
