import type { CommandSpec } from "../command-spec.ts";
import { exitCodes } from "../exit-codes.ts";
import { CommandError, describeError } from "../failure.ts";
import { globalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { stripControls, stripToLine } from "../terminal/control-stripper.ts";
import { canAsk } from "./confirm.ts";
import { addressText } from "./model-target.ts";
import { openFleet } from "./open-fleet.ts";
import { parameterOptions } from "./parameter-options.ts";
import { listNames } from "./similar-names.ts";
import { chooseStartable, readChoice, type StartOptions } from "./start-choice.ts";
import { startChosen } from "./start-chosen.ts";
import { type Startable, startables } from "./startable.ts";

/** `model start` as it is for the model that was named or, on a terminal, is asked for. */
export async function startCommand(spec: CommandSpec, given: StartOptions & { help?: boolean }): Promise<CommandSpec> {
  const { modelName, help } = given;
  if (modelName !== undefined && help) {
    try {
      return await forModel(spec, given);
    } catch (error) {
      interruptSignal().throwIfAborted();
      return {
        ...spec,
        note: `The options of ${modelName} are not known here: ${stripControls(describeError(error))}`,
      };
    }
  }
  if (modelName !== undefined || (canAsk() && !help)) return forModel(spec, given);
  return { ...spec, run: refuse, note: "With -m NAME, --help shows the options of that model too." };
}

async function forModel(spec: CommandSpec, given: StartOptions & { help?: boolean }): Promise<CommandSpec> {
  const chosen = await chooseStartable(given, interruptSignal());
  const known = parameterOptions(chosen.model.params, [...spec.options, ...globalOptions]);
  return {
    ...spec,
    description: `start ${describeChosen(chosen)}`,
    options: [...spec.options, ...known.map(({ option }) => option)],
    run: async (options: StartOptions) => startChosen(options, chosen, known, given.modelName === undefined),
  };
}

function describeChosen({ model, host, port }: Startable): string {
  const provider = model.provider === undefined ? "" : `, of ${model.provider}`;
  return stripToLine(`${model.model} (${model.workerType}${provider}) at ${addressText({ host, port })}`);
}

/** Nobody to ask, and no model named. */
async function refuse(options: StartOptions): Promise<never> {
  const choice = readChoice(options);
  const signal = interruptSignal();
  await using open = await openFleet(options, signal);
  const names = (await startables(open.fleet, choice, signal)).map(({ model }) => model.model);
  const known = names.length > 0 ? `The workers know: ${listNames(names)}.` : "The workers know none.";
  throw new CommandError(`Which model? Add --model-name. ${known}`, exitCodes.usage);
}
