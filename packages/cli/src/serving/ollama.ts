import { createNodeTransport } from "@modelfleet/transport/node";
import { exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import { ollamaUrl } from "./ollama-url.ts";
import { providers, type ServedModel } from "./served-model.ts";

/** In milliseconds. Where nobody said that there is one: long for a machine's own port, short for a person who waits. */
const guessedMs = 1_000;
/** For one that was asked for, or whose place was told: it may only be busy. */
const namedMs = 5_000;

interface OllamaModel {
  name: string;
  family: string;
}

/** The models of the Ollama on this machine; `undefined` if none runs. */
async function listOllama(signal: AbortSignal, limitMs: number): Promise<OllamaModel[] | undefined> {
  await using transport = openTransport();
  const limited = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  try {
    const answer = await transport.json({ method: "GET", url: `${ollamaUrl()}/api/tags`, signal: limited });
    const { models } = answer as { models?: { name?: unknown; details?: { family?: unknown } }[] };
    if (!Array.isArray(models)) return undefined;
    return models.map(({ name, details }) => ({ name: String(name), family: String(details?.family ?? "") }));
  } catch {
    signal.throwIfAborted();
    // Refused, too slow, or another program on its port: no Ollama in any case.
    return undefined;
  }
}

function openTransport(): ReturnType<typeof createNodeTransport> & AsyncDisposable {
  const transport = createNodeTransport();
  return Object.assign(transport, { [Symbol.asyncDispose]: () => transport.close() });
}

/** Everything that a running Ollama has; nothing where none runs, or has no models. */
export async function modelsOfOllama(signal: AbortSignal): Promise<ServedModel[]> {
  const models = (await listOllama(signal, process.env.OLLAMA_HOST ? namedMs : guessedMs)) ?? [];
  return models.map((model) => {
    const name = model.name.replace(/:latest$/, "");
    const params = { provider: providers.ollama, api_base: ollamaUrl(), backend: model.name };
    return { source: `Ollama's ${model.name}`, name, workerType: embeds(model) ? "text2vec" : "llm", params };
  });
}

/** Makes sure that Ollama has the models that were asked of it, and says what they are for. @throws CommandError */
export async function checkOllamaModels(models: readonly ServedModel[], signal: AbortSignal): Promise<ServedModel[]> {
  if (!models.some(isOllamas)) return [...models];
  const there = await listOllama(signal, namedMs);
  if (!there) {
    throw new CommandError(
      `No Ollama answers at ${ollamaUrl()}. Start it ("ollama serve"), or set OLLAMA_HOST to where it is.`,
      exitCodes.failed,
    );
  }
  return models.map((model) => {
    if (!isOllamas(model)) return model;
    const found = there.find(({ name }) => name === model.name || name === `${model.name}:latest`);
    if (found) return embeds(found) ? { ...model, workerType: "text2vec" } : model;
    const names = there.map(({ name }) => name).join(", ") || "none";
    throw new CommandError(
      `Ollama has no model ${model.name}: get it with "ollama pull ${model.name}". It has: ${names}.`,
      exitCodes.failed,
    );
  });
}

function isOllamas({ params }: ServedModel): boolean {
  return params.provider === providers.ollama;
}

/** Embedding models are of BERT's families; the list says no more than that. */
function embeds({ family }: OllamaModel): boolean {
  return /bert/i.test(family);
}
