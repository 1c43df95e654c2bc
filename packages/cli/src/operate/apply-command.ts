import type { CommandSpec } from "../command-spec.ts";
import { type ModelApplyOptions, modelApply } from "../commands/model-apply.ts";
import { describeError } from "../failure.ts";
import { globalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { stripControls } from "../terminal/control-stripper.ts";
import { findInstances } from "./find-instances.ts";
import { readTarget } from "./model-target.ts";
import { openFleet } from "./open-fleet.ts";
import { parameterOptions } from "./parameter-options.ts";

/** `model apply` with the parameters of the model that was named. */
export async function applyCommand(
  spec: CommandSpec,
  given: Partial<ModelApplyOptions> & { help?: boolean },
): Promise<CommandSpec> {
  const { modelName, help } = given;
  if (modelName === undefined) return { ...spec, note: "With -m NAME, --help shows the parameters of that model too." };
  try {
    return await forModel(spec, { ...given, modelName });
  } catch (error) {
    interruptSignal().throwIfAborted();
    if (!help) throw error;
    return {
      ...spec,
      note: `The parameters of ${modelName} are not known here: ${stripControls(describeError(error))}`,
    };
  }
}

async function forModel(spec: CommandSpec, given: ModelApplyOptions): Promise<CommandSpec> {
  const target = readTarget(given);
  const signal = interruptSignal();
  await using open = await openFleet(given, signal);
  const { fleet, address } = open;
  await findInstances(fleet, target, address, signal);
  const parameters = await fleet.workers.parameters(
    { model: target.modelName, workerType: target.workerType },
    { signal },
  );
  const known = parameterOptions(parameters, [...spec.options, ...globalOptions]);
  return {
    ...spec,
    options: [...spec.options, ...known.map(({ option }) => option)],
    run: async (options: ModelApplyOptions) => modelApply(options, parameters, known),
  };
}
