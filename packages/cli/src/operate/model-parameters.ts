import type { Fleet } from "@modelfleet/client";
import { ModelfleetError, type ParameterDescription } from "@modelfleet/core";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { didYouMean, listNames } from "./similar-names.ts";
import { type Startable, startables } from "./startable.ts";

/** A model by name; where its type was not given, of whichever type there is. */
export interface NamedModel {
  modelName: string;
  modelType?: string | undefined;
}

/** What a model takes: as one that runs says, else as the workers say that could start it. @throws CommandError */
export async function modelParameters(
  fleet: Fleet,
  { modelName, modelType }: NamedModel,
  address: string,
  signal: AbortSignal,
): Promise<readonly ParameterDescription[]> {
  const rows = await fleet.instances({ modelName }, { signal });
  const registered = rows.filter((row) => row.workerType === (modelType ?? row.workerType));
  const running = registered.find((row) => row.healthy);
  let unanswered: unknown;
  if (running) {
    try {
      return await fleet.workers.parameters({ model: modelName, workerType: running.workerType as never }, { signal });
    } catch (error) {
      // It may have stopped this moment. Any worker that could start it knows the same.
      if (!ModelfleetError.isInstance(error)) throw error;
      unanswered = error;
    }
  }
  const all = await startables(fleet, {}, signal);
  const found = all.find(
    ({ model }) => model.model === modelName && model.workerType === (modelType ?? model.workerType),
  );
  if (found) return found.model.params;
  if (unanswered) throw unanswered;
  if (registered.length > 0) {
    throw new CommandError(
      `No instance of ${modelName} at ${address} is healthy, and no other worker knows what it takes.`,
      exitCodes.noModel,
    );
  }
  throw unknownModel(modelName, address, all);
}

function unknownModel(name: string, address: string, all: readonly Startable[]): CommandError {
  const names = all.map(({ model }) => model.model);
  const known = names.length > 0 ? `The workers know: ${listNames(names)}.` : "The workers know none.";
  return new CommandError(`No model ${name} at ${address}.${didYouMean(name, names)} ${known}`, exitCodes.noModel);
}
