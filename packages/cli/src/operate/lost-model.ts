import type { Fleet } from "@modelfleet/client";
import { isSecretParameter } from "@modelfleet/client/operator";
import type { ModelInstanceAddress, ParameterDescription } from "@modelfleet/core";
import type { GlobalOptions } from "../global-options.ts";
import { addressText, isAt, type ModelTarget } from "./model-target.ts";
import { parameterOptions } from "./parameter-options.ts";
import { shellCommand } from "./shell-command.ts";
import { startables } from "./startable.ts";

/** What is known of how a model was started. */
export interface ModelOrigin {
  /** As its worker described them while it ran. */
  parameters: readonly ParameterDescription[];
  /** What was to be changed. */
  changes?: Readonly<Record<string, unknown>>;
}

export interface LossContext {
  fleet: Fleet;
  target: ModelTarget;
  origin: ModelOrigin;
  options: GlobalOptions;
  signal: AbortSignal;
}

/** What a running model describes; nothing where its worker does not answer. Afterwards it may be too late to ask. */
export async function parametersOf(
  fleet: Fleet,
  { modelName, workerType }: ModelTarget,
  signal: AbortSignal,
): Promise<ParameterDescription[]> {
  try {
    return await fleet.workers.parameters({ model: modelName, workerType }, { signal });
  } catch {
    signal.throwIfAborted();
    return [];
  }
}

/**
 * DB-GPT's workers stop a model for a restart and then cannot start what the stop has forgotten. Says so, with the
 * command that starts it: where its name is the operator's own, a worker must be told what it stands for.
 */
export async function describeLoss(
  { fleet, target, origin, options, signal }: LossContext,
  instance: ModelInstanceAddress,
): Promise<{ message: string; startAgain: string }> {
  const { modelName, workerType } = target;
  const { host, port } = instance;
  const all = await startables(fleet, {}, signal).catch(() => []);
  signal.throwIfAborted();
  const here = all.filter((entry) => isAt(entry, { host, port }) && entry.model.model === modelName);
  const { parameters, changes = {} } = origin;
  const first = parameters.some(({ paramName }) => paramName === "model_name");
  const described = parameters.find(({ paramName }) => paramName === "provider")?.defaultValue;
  const provider = typeof described === "string" ? described : undefined;
  const needsPath = first && !here.some(({ model }) => model.enabled);
  const values = parameterOptions(parameters, []).flatMap(({ parameter, option }) => {
    const value = changes[parameter.paramName];
    if (value === undefined || isSecretParameter(parameter)) return [];
    return [[option.name, typeof value === "object" ? JSON.stringify(value) : String(value)] as const];
  });
  const startAgain = shellCommand(
    ["model", "start"],
    [
      ["model-name", modelName],
      ["model-type", workerType],
      ["host", host],
      ["port", port],
      ["provider", provider],
      ["model-path", needsPath ? "PATH" : undefined],
      ...values,
    ],
    options,
  );
  const lines = [
    `The worker at ${addressText(instance)} stopped ${target.workerKey} and forgot it, as DB-GPT's workers do on a restart.`,
    "Start it again, with the options that it had:",
    `  ${startAgain}`,
    ...(needsPath ? ["PATH is that of its files, which the worker does not tell."] : []),
  ];
  return { message: lines.join("\n"), startAgain };
}
