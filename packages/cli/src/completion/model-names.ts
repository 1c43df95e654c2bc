import { createFleet } from "@modelfleet/client/node";
import { chooseController } from "../controller/choose-controller.ts";
import { fleetConnectOptions } from "../controller/connect-options.ts";
import type { TypedLine } from "./typed-line.ts";

/** Who waits for a completion waits a moment, not longer; a busy machine takes a good part of it. */
const limitMs = 3_000;

/** The types that commands of these names are about; others are about any. */
const typesByCommand: Readonly<Record<string, string>> = {
  embed: "text2vec",
  rerank: "reranker",
  chat: "llm",
  ask: "llm",
  compare: "llm",
  bench: "llm",
  doctor: "llm",
  "count-tokens": "llm",
};

/** Asks the cluster. Never rejects: what cannot be known is not offered. */
export async function modelNames({ command, given }: TypedLine): Promise<string[]> {
  const signal = AbortSignal.timeout(limitMs);
  const name = command?.path.at(-1) ?? "";
  const type = given.get("model-type") ?? typesByCommand[name];
  try {
    const { address, token } = await chooseController({ ...addressOf(given) }, signal);
    const fleet = createFleet({ ...fleetConnectOptions(), controller: address, token });
    try {
      const models = await fleet.instances({}, { signal });
      const fitting = models.filter(
        ({ workerType }) => workerType === (type ?? workerType) && workerType !== "service",
      );
      return [...new Set(fitting.map(({ modelName }) => modelName))].sort();
    } finally {
      await fleet.close();
    }
  } catch {
    return [];
  }
}

function addressOf(given: TypedLine["given"]): { address?: string } {
  const address = given.get("address");
  return address === undefined ? {} : { address };
}
