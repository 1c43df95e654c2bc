import type { Fleet, ModelInstance } from "@modelfleet/client";
import { sortInstances } from "../commands/instance-rows.ts";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { addressText, isAt, type ModelTarget } from "./model-target.ts";
import { noSuchModel } from "./no-such-model.ts";

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
    const all = await fleet.instances({}, { signal });
    const other = all.find((row) => row.modelName === modelName);
    const hint = other ? ` Add --model-type ${other.workerType}.` : "";
    throw new CommandError(noSuchModel({ modelName, workerType, address, all }) + hint, exitCodes.noModel);
  }
  const found = sortInstances(rows.filter((row) => isAt(row, target)));
  if (found.length > 0) return found;
  const where = `${target.host ?? "any host"}:${target.port ?? "any port"}`;
  throw new CommandError(
    `No instance of ${workerKey} at ${where}. There are: ${rows.map(addressText).join(", ")}.`,
    exitCodes.noModel,
  );
}
