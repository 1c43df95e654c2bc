import type { ModelInstance } from "@modelfleet/client";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { addressText, type ModelTarget } from "./model-target.ts";

/** "qwen@llm at 10.0.0.6:8001", or how many they are, and where. */
export function instancesText(instances: readonly ModelInstance[]): string {
  const [first] = instances;
  if (!first) return "nothing";
  const where = instances.map(addressText).join(", ");
  const count = instances.length > 1 ? `${instances.length} instances of ` : "";
  return stripToLine(`${count}${first.workerKey} at ${where}`);
}

/**
 * Those that run. The row of a stopped one stays in the registry of DB-GPT's controllers, unhealthy; one that is named by
 * host and port is taken at the word of whoever named it.
 *
 * @throws CommandError if none does
 */
export function running(instances: readonly ModelInstance[], target: ModelTarget): ModelInstance[] {
  if (target.host !== undefined && target.port !== undefined) return [...instances];
  const healthy = instances.filter((instance) => instance.healthy);
  if (healthy.length > 0) return healthy;
  throw new CommandError(
    `No healthy instance of ${target.workerKey}: ${instances.map((row) => `${addressText(row)} is unhealthy`).join(", ")}. ` +
      "To try one all the same, name it with --host and --port.",
    exitCodes.noModel,
  );
}
