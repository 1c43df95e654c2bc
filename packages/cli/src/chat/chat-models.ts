import type { Fleet, ModelInstance } from "@modelfleet/client";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { noSuchModel } from "../operate/no-such-model.ts";
import { listNames } from "../operate/similar-names.ts";

/** The names of the models that chat and have a healthy instance, sorted. */
export async function chatModelNames(fleet: Fleet, signal: AbortSignal): Promise<string[]> {
  const instances = await fleet.instances({ workerType: "llm" }, { signal });
  return [...new Set(instances.filter(isUsable).map(({ modelName }) => modelName))].sort();
}

/**
 * The model that was asked for, or the only one there is.
 *
 * @throws CommandError where there is none, or a choice
 */
export async function chooseChatModel(
  fleet: Fleet,
  given: string | undefined,
  address: string,
  signal: AbortSignal,
): Promise<string> {
  if (given !== undefined) {
    await checkChatModel(fleet, given, address, signal);
    return given;
  }
  const names = await chatModelNames(fleet, signal);
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  if (only === undefined) throw new CommandError(`No healthy chat model at ${address}.`, exitCodes.noModel);
  throw new CommandError(`Which model? Choose one with --model-name (-m): ${listNames(names)}.`, exitCodes.usage);
}

/** Says what is wrong with a model before a question is typed to it. @throws CommandError */
export async function checkChatModel(fleet: Fleet, model: string, address: string, signal: AbortSignal): Promise<void> {
  const instances = await fleet.instances({ modelName: model, workerType: "llm" }, { signal });
  if (instances.some(isUsable)) return;
  const message =
    instances.length > 0
      ? `No healthy instance of ${model}: ${instances.map(condition).join(", ")}.`
      : noSuchModel({ modelName: model, workerType: "llm", address, all: await fleet.instances({}, { signal }) });
  throw new CommandError(message, exitCodes.noModel);
}

function isUsable({ healthy, enabled }: ModelInstance): boolean {
  return healthy && enabled;
}

function condition({ host, port, healthy, enabled }: ModelInstance): string {
  const states = [healthy ? [] : ["unhealthy"], enabled ? [] : ["disabled"]].flat();
  return `${host}:${port} is ${states.join(" and ")}`;
}
