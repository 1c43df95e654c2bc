import { isSecretParameter } from "@modelfleet/client/operator";
import { formatWorkerKey, type WorkerType } from "@modelfleet/core";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { interruptSignal } from "../interrupt.ts";
import { say } from "../terminal/talk.ts";
import { canAsk } from "./confirm.ts";
import { givenParams } from "./given-params.ts";
import { addressText } from "./model-target.ts";
import { openFleet } from "./open-fleet.ts";
import { outcomeOf, tellOutcomes } from "./outcome.ts";
import { describeParameter, type ParameterOption } from "./parameter-options.ts";
import { shellCommand } from "./shell-command.ts";
import type { StartOptions } from "./start-choice.ts";
import { missingParams, startParams } from "./start-params.ts";
import type { Startable } from "./startable.ts";
import { untilDone } from "./until-done.ts";

/** Starts a model that was chosen, and says what became of it. @param asked whether a person was asked for it */
export async function startChosen(
  options: StartOptions,
  chosen: Startable,
  known: readonly ParameterOption[],
  asked: boolean,
): Promise<ExitCode> {
  const { model, host, port } = chosen;
  const signal = interruptSignal();
  checkEnabled(chosen);
  const given = givenParams(options, known, model.params);
  const params = await completed(startParams(chosen, given, options.modelPath), chosen, asked, signal);
  if (asked) say(`The same again: ${commandOf(options, chosen, params, known)}`);

  await using open = await openFleet({ ...(options.address && { address: options.address }) }, signal, {
    patient: true,
  });
  const workerType = model.workerType as WorkerType;
  const workerKey = formatWorkerKey(model.model, workerType);
  const start = () => open.fleet.workers.start({ model: model.model, workerType, host, port, params }, { signal });
  const outcome = await untilDone(
    `Starting ${workerKey} at ${addressText(chosen)}`,
    () => outcomeOf({ workerKey, host, port }, "started", start, signal),
    signal,
  );
  return tellOutcomes([outcome], options.json);
}

function checkEnabled({ model, host, port }: Startable): void {
  if (model.enabled) return;
  const why = model.path !== undefined && !model.pathExist ? `: there is nothing at ${model.path}` : "";
  throw new CommandError(
    `The worker at ${addressText({ host, port })} knows ${model.model}, but cannot start it${why}.`,
    exitCodes.noModel,
  );
}

async function completed(
  params: Record<string, unknown>,
  chosen: Startable,
  asked: boolean,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const missing = missingParams(chosen, params);
  if (asked || (missing.length > 0 && canAsk())) {
    const { askParams } = await import("./ask-params.ts");
    return { ...params, ...(await askParams(chosen.model.params, params, signal, { all: asked })) };
  }
  if (missing.length === 0) return params;
  const lines = missing.map((each) => `  --${each.paramName.replaceAll("_", "-")}  ${describeParameter(each)}`);
  throw new CommandError(`${chosen.model.model} needs more options:\n${lines.join("\n")}`, exitCodes.usage);
}

/** Without secrets: the history of a shell keeps what is typed. */
function commandOf(
  { address }: StartOptions,
  { model, host, port }: Startable,
  params: Readonly<Record<string, unknown>>,
  known: readonly ParameterOption[],
): string {
  const set = known.flatMap(({ parameter, option }) => {
    const value = params[parameter.paramName];
    if (value === undefined || isSecretParameter(parameter)) return [];
    return [[option.name, typeof value === "object" ? JSON.stringify(value) : String(value)] as const];
  });
  return shellCommand(
    ["model", "start"],
    [
      ["model-name", model.model],
      ["model-type", model.workerType],
      ["provider", model.provider],
      ["host", host],
      ["port", port],
      ...set,
    ],
    { ...(address !== undefined && { address }) },
  );
}
