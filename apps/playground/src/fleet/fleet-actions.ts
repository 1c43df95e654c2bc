import type { Fleet, ModelInstance } from "@modelfleet/client";
import type { WorkerType } from "@modelfleet/core";
import { addressOf } from "./fleet-reading.ts";

/** Something to do with instances of one model. */
export interface FleetAction {
  kind: "stop" | "restart" | "apply";
  model: string;
  workerType: WorkerType;
  instances: readonly ModelInstance[];
}

/** What became of one instance. */
export interface ActionResult {
  address: string;
  success: boolean;
  message: string;
  ms: number;
}

/** The worker processes of the action: one acts on all of its instances of a model at once. */
export const targetsOf = ({ instances }: FleetAction): string[] => [...new Set(instances.map(addressOf))];

/**
 * Acts on each worker process, all at once. What fails is a result like others; nothing is thrown.
 *
 * @param params for `apply`: what is to be changed
 * @param onResult told of each as soon as it is known
 */
export async function runAction(
  fleet: Fleet,
  action: FleetAction,
  params: Readonly<Record<string, unknown>>,
  onResult: (result: ActionResult) => void,
): Promise<void> {
  const { kind, model, workerType } = action;
  const processes = [...new Map(action.instances.map((instance) => [addressOf(instance), instance])).values()];
  await Promise.all(
    processes.map(async ({ host, port }) => {
      const address = addressOf({ host, port });
      const begin = performance.now();
      const tell = (success: boolean, message: string) =>
        onResult({ address, success, message, ms: performance.now() - begin });
      try {
        if (kind === "stop") {
          await fleet.workers.stop({ model, workerType, host, port });
          return tell(true, "");
        }
        const call = { instance: { host, port } };
        const result =
          kind === "restart"
            ? await fleet.workers.restart({ model, workerType }, call)
            : await fleet.workers.apply({ model, workerType, params: { ...params } }, call);
        tell(result.success, result.message);
      } catch (error) {
        tell(false, error instanceof Error ? error.message : String(error));
      }
    }),
  );
}
