import type { StandInCluster } from "@modelfleet/testing";
import type { TestCluster } from "./cluster.ts";
import { run } from "./command.ts";

/** Where the first instance of a model is. */
export async function workerAt(test: TestCluster, model: string): Promise<{ host: string; port: number }> {
  const { stdout } = await run(["model", "list", "--json", "--address", test.address]);
  const rows = JSON.parse(stdout) as { modelName: string; host: string; port: number }[];
  const row = rows.find(({ modelName }) => modelName === model);
  if (!row) throw new Error(`${model} is not listed.`);
  return row;
}

/** The last body that asked for a start. */
export function lastStarted(cluster: StandInCluster): Record<string, unknown> | undefined {
  const request = cluster.requests.findLast(({ route }) => route === "models/startup");
  return request?.body as Record<string, unknown> | undefined;
}

/** A row as DB-GPT has it, as far as it matters. */
export interface OfferedModel {
  model: string;
  params?: readonly Record<string, unknown>[];
  [field: string]: unknown;
}

/** Lets the first worker offer these models, and the others none, in place of their own. */
export async function offerModels(test: TestCluster, models: readonly OfferedModel[]): Promise<void> {
  const { host, port } = await workerAt(test, "WorkerManager");
  const rows = models.map(({ params = [], ...model }) => ({
    ...{ worker_type: "llm", enabled: true, path_exist: true, proxy: true },
    ...model,
    params: params.map((parameter) => ({ default_value: null, ...parameter })),
  }));
  for (const worker of test.cluster.workers) {
    const body = JSON.stringify(worker.port === port ? [{ host, port, models: rows }] : []);
    test.cluster.fault(worker.id, { type: "garbage", route: "models/supports", body });
  }
}

/** Resolves with the next request of a route. */
export async function asked(cluster: StandInCluster, route: string): Promise<void> {
  await cluster.waitFor((event) => event.type === "request" && event.request.route === route, { future: true });
}
