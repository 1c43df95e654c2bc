import { Agent, get } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { Probed, ProbeSettings } from "./probes.ts";

// In a thread of its own: what it measures is the servers' delay and not the crowd's.
const { targets, everyMs } = workerData as ProbeSettings;
const agent = new Agent({ keepAlive: true });
const probed: Probed[] = targets.map(({ name }) => ({ name, tookMs: [], failures: [] }));
let over = false;
parentPort?.once("message", () => {
  over = true;
});

function probe(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(10_000);
    get(url, { agent, signal }, (answer) => {
      answer.resume();
      answer.once("end", () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${answer.statusCode}`)),
      );
      answer.once("error", reject);
    }).once("error", reject);
  });
}

while (!over) {
  await Promise.all(
    targets.map(async ({ url }, index) => {
      const { tookMs, failures } = probed[index] as Probed;
      const from = performance.now();
      await probe(url).then(
        () => tookMs.push(performance.now() - from),
        (error: unknown) => failures.push(String(error)),
      );
    }),
  );
  await delay(everyMs);
}
agent.destroy();
parentPort?.postMessage(probed);
