import type { Fleet, ModelInstance } from "@modelfleet/client";
import { ModelfleetError, type WorkerApplyResult } from "@modelfleet/core";
import type { GlobalOptions } from "../global-options.ts";
import { describeLoss, type ModelOrigin } from "./lost-model.ts";
import { addressText, type ModelTarget } from "./model-target.ts";
import { failureText, type Outcome } from "./outcome.ts";

export interface ApplyPlan {
  fleet: Fleet;
  target: ModelTarget;
  instances: readonly ModelInstance[];
  /** Where the model came from, for a worker that loses it. */
  origin: ModelOrigin;
  options: GlobalOptions;
  signal: AbortSignal;
}

/** Acts on each worker process that has an instance, all at once. What fails is an outcome. */
export async function applyToTargets(
  { fleet, target, instances, origin, options, signal }: ApplyPlan,
  act: (instance: ModelInstance) => Promise<WorkerApplyResult>,
): Promise<Outcome[]> {
  const processes = [...new Map(instances.map((instance) => [addressText(instance), instance])).values()];
  const outcomes = await Promise.all(
    processes.map(async (instance): Promise<Outcome[]> => {
      try {
        return [...(await act(instance)).outputs];
      } catch (error) {
        signal.throwIfAborted();
        return [{ instance, success: false, message: failureText(error), timecost: -1, error }];
      }
    }),
  );
  return Promise.all(
    outcomes.flat().map(async (outcome) => {
      if (!ModelfleetError.isInstance(outcome.error, "instance_lost")) return outcome;
      return { ...outcome, ...(await describeLoss({ fleet, target, origin, options, signal }, outcome.instance)) };
    }),
  );
}
