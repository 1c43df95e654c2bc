import { once } from "node:events";
import { Worker } from "node:worker_threads";

export interface ProbeSettings {
  targets: readonly { name: string; url: string }[];
  /** The pause after each round. */
  everyMs: number;
}

export interface Probed {
  name: string;
  tookMs: number[];
  failures: string[];
}

/** Asks every address again and again. Resolves to what ends that and tells what came of it. */
export async function startProbes(settings: ProbeSettings): Promise<() => Promise<Probed[]>> {
  const thread = new Worker(new URL("./probe-thread.ts", import.meta.url), { workerData: settings });
  await once(thread, "online");
  return async () => {
    const told = once(thread, "message");
    thread.postMessage("stop");
    const [probed] = (await told) as [Probed[]];
    return probed;
  };
}
