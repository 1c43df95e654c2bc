import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { interruptSignal } from "../interrupt.ts";
import { confirmed } from "../operate/confirm.ts";
import { findInstances } from "../operate/find-instances.ts";
import { instancesText, running } from "../operate/instances-text.ts";
import { readTarget, type TargetOptions } from "../operate/model-target.ts";
import { openFleet } from "../operate/open-fleet.ts";
import { outcomeOf, tellOutcomes } from "../operate/outcome.ts";
import { untilDone } from "../operate/until-done.ts";

export interface ModelStopOptions extends TargetOptions {
  yes?: boolean;
  json?: boolean;
}

/** Stops every instance of a model, or the one at a host and port. */
export async function modelStop(options: ModelStopOptions): Promise<ExitCode> {
  const target = readTarget(options);
  const signal = interruptSignal();
  await using open = await openFleet(options, signal, { patient: true });
  const { fleet, address } = open;
  const instances = running(await findInstances(fleet, target, address, signal), target);
  if (!(await confirmed(`Stop ${instancesText(instances)}?`, options.yes, signal))) return exitCodes.failed;
  const { modelName: model, workerType } = target;
  const outcomes = await untilDone(
    `Stopping ${instancesText(instances)}`,
    () =>
      Promise.all(
        instances.map((instance) => {
          const { host, port } = instance;
          const stop = () => fleet.workers.stop({ model, workerType, host, port }, { signal });
          return outcomeOf(instance, "stopped", stop, signal);
        }),
      ),
    signal,
  );
  return tellOutcomes(outcomes, options.json);
}
