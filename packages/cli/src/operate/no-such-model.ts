import { didYouMean, listNames } from "./similar-names.ts";

export interface NoSuchModel {
  modelName: string;
  workerType: string;
  /** Where it was looked for. */
  address: string;
  /** What is registered there. */
  all: readonly { modelName: string; workerType: string }[];
}

const kinds: Readonly<Record<string, string>> = {
  llm: "chat model",
  text2vec: "embedding model",
  reranker: "reranker",
  service: "service",
};

/** What every command says of a model that is not registered: what was meant, and what there is. */
export function noSuchModel({ modelName, workerType, address, all }: NoSuchModel): string {
  const kind = kinds[workerType] ?? `model of type ${workerType}`;
  const names = all.filter((row) => row.workerType === workerType).map((row) => row.modelName);
  const other = all.find((row) => row.modelName === modelName);
  const wrong = other
    ? `${modelName} is registered at ${address} as ${other.workerType}, and is no ${kind}.`
    : `No ${kind} ${modelName} at ${address}.${didYouMean(modelName, names)}`;
  const [first = "", ...rest] = `${kind}s`;
  const known = names.length > 0 ? `${first.toUpperCase()}${rest.join("")} there: ${listNames(names)}.` : "";
  return [wrong, known || `No ${kind} is registered.`].join(" ");
}
