import type { Fleet, ModelInstance } from "@modelfleet/client";
import { sortInstances } from "../commands/instance-rows.ts";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { addressText, isAt, type ModelTarget } from "./model-target.ts";
import { didYouMean, listNames } from "./similar-names.ts";

/** The instances of a model that were asked for, healthy or not; at least one. @throws CommandError */
export async function findInstances(
  fleet: Fleet,
  target: ModelTarget,
  address: string,
  signal: AbortSignal,
): Promise<ModelInstance[]> {
  const { modelName, workerType, workerKey } = target;
  const rows = await fleet.instances({ modelName, workerType }, { signal });
  if (rows.length === 0) {
    throw new CommandError(noModel(target, address, await fleet.instances({}, { signal })), exitCodes.noModel);
  }
  const found = sortInstances(rows.filter((row) => isAt(row, target)));
  if (found.length > 0) return found;
  const where = `${target.host ?? "any host"}:${target.port ?? "any port"}`;
  throw new CommandError(
    `No instance of ${workerKey} at ${where}. There are: ${rows.map(addressText).join(", ")}.`,
    exitCodes.noModel,
  );
}

function noModel({ modelName, workerType }: ModelTarget, address: string, all: readonly ModelInstance[]): string {
  const elsewhere = all.find((row) => row.modelName === modelName);
  if (elsewhere) {
    return (
      `${modelName} at ${address} is no ${workerType}, but ${elsewhere.workerType}: ` +
      `add --model-type ${elsewhere.workerType}.`
    );
  }
  const names = all.filter((row) => row.workerType === workerType).map((row) => row.modelName);
  const known = names.length > 0 ? `There are: ${listNames(names)}.` : `No ${workerType} is registered.`;
  return `No model ${modelName} (${workerType}) at ${address}.${didYouMean(modelName, names)} ${known}`;
}
