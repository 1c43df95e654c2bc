import type { Fleet, ModelInstance } from "@modelfleet/client";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";

/** Says what is wrong with a model before a question is typed to it. */
export async function checkChatModel(fleet: Fleet, model: string, address: string, signal: AbortSignal): Promise<void> {
  const instances = await fleet.instances({ modelName: model, workerType: "llm" }, { signal });
  if (instances.some(({ healthy, enabled }) => healthy && enabled)) return;
  const message =
    instances.length > 0
      ? `No healthy instance of ${model}: ${instances.map(condition).join(", ")}.`
      : unknown(model, address, await fleet.instances({}, { signal }));
  throw new CommandError(message, exitCodes.noModel);
}

function condition({ host, port, healthy, enabled }: ModelInstance): string {
  const states = [healthy ? [] : ["unhealthy"], enabled ? [] : ["disabled"]].flat();
  return `${host}:${port} is ${states.join(" and ")}`;
}

function unknown(model: string, address: string, all: readonly ModelInstance[]): string {
  const other = all.find(({ modelName }) => modelName === model);
  const names = [...new Set(all.filter(({ workerType }) => workerType === "llm").map(({ modelName }) => modelName))];
  const wrong = other
    ? `${model} is registered as ${other.workerType}, which does not chat.`
    : `No model ${model} at ${address}.`;
  const known = names.length > 0 ? `Chat models there: ${names.sort().join(", ")}.` : "No chat model is registered.";
  return `${wrong} ${known}`;
}
