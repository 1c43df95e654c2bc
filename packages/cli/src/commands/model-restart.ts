import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { interruptSignal } from "../interrupt.ts";
import { applyToTargets } from "../operate/apply-to-targets.ts";
import { confirmed } from "../operate/confirm.ts";
import { findInstances } from "../operate/find-instances.ts";
import { instancesText, running } from "../operate/instances-text.ts";
import { parametersOf } from "../operate/lost-model.ts";
import { readTarget } from "../operate/model-target.ts";
import { openFleet } from "../operate/open-fleet.ts";
import { tellOutcomes } from "../operate/outcome.ts";
import { untilDone } from "../operate/until-done.ts";
import type { ModelStopOptions } from "./model-stop.ts";

/** Restarts every instance of a model, or the one at a host and port. */
export async function modelRestart(options: ModelStopOptions): Promise<ExitCode> {
  const target = readTarget(options);
  const signal = interruptSignal();
  await using open = await openFleet(options, signal, { patient: true });
  const { fleet, address } = open;
  const instances = running(await findInstances(fleet, target, address, signal), target);
  if (!(await confirmed(`Restart ${instancesText(instances)}?`, options.yes, signal))) return exitCodes.failed;
  const origin = { parameters: await parametersOf(fleet, target, signal) };
  const model = { model: target.modelName, workerType: target.workerType };
  const outcomes = await untilDone(
    `Restarting ${instancesText(instances)}`,
    () =>
      applyToTargets({ fleet, target, instances, origin, options, signal }, (instance) =>
        fleet.workers.restart(model, { signal, instance }),
      ),
    signal,
  );
  return tellOutcomes(outcomes, options.json);
}
