import type { ParameterDescription } from "@modelfleet/core";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { interruptSignal } from "../interrupt.ts";
import { applyToTargets } from "../operate/apply-to-targets.ts";
import { canAsk, confirmed } from "../operate/confirm.ts";
import { findInstances } from "../operate/find-instances.ts";
import { givenParams, type ParamsOptions } from "../operate/given-params.ts";
import { instancesText, running } from "../operate/instances-text.ts";
import { readTarget, type TargetOptions } from "../operate/model-target.ts";
import { openFleet } from "../operate/open-fleet.ts";
import { tellOutcomes } from "../operate/outcome.ts";
import { isOwn, type ParameterOption } from "../operate/parameter-options.ts";
import { untilDone } from "../operate/until-done.ts";

export interface ModelApplyOptions extends TargetOptions, ParamsOptions {
  yes?: boolean;
  json?: boolean;
}

/** Changes parameters of every instance of a model, or of the one at a host and port, which restart with them. */
export async function modelApply(
  options: ModelApplyOptions,
  parameters: readonly ParameterDescription[],
  known: readonly ParameterOption[],
): Promise<ExitCode> {
  const target = readTarget(options);
  const signal = interruptSignal();
  const params = await chosenParams(givenParams(options, known, parameters), parameters, known, signal);
  const changes = Object.keys(params).join(", ");

  await using open = await openFleet({ ...(options.address && { address: options.address }) }, signal, {
    patient: true,
  });
  const { fleet, address } = open;
  const instances = running(await findInstances(fleet, target, address, signal), target);
  const question = `Set ${changes} and restart ${instancesText(instances)}?`;
  if (!(await confirmed(question, options.yes, signal))) return exitCodes.failed;
  const request = { model: target.modelName, workerType: target.workerType, params };
  const origin = { parameters, changes: params };
  const outcomes = await untilDone(
    `Setting ${changes} of ${instancesText(instances)}`,
    () =>
      applyToTargets({ fleet, target, instances, origin, options, signal }, (instance) =>
        fleet.workers.apply(request, { signal, instance }),
      ),
    signal,
  );
  return tellOutcomes(outcomes, options.json);
}

async function chosenParams(
  given: Record<string, unknown>,
  parameters: readonly ParameterDescription[],
  known: readonly ParameterOption[],
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  if (Object.keys(given).length > 0) return given;
  const open = parameters.filter((parameter) => !isOwn(parameter));
  if (canAsk() && open.length > 0) {
    const { askParams } = await import("../operate/ask-params.ts");
    const asked = await askParams(open, {}, signal, { all: true });
    if (Object.keys(asked).length > 0) return asked;
  }
  const names = known.map(({ option }) => `--${option.name}`).join(", ");
  const what = names ? `This model takes: ${names}.` : "Its worker does not say what it takes: use --param name=value.";
  throw new CommandError(`Nothing to change. ${what}`, exitCodes.usage);
}
