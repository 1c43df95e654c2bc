import { InvalidInputError } from "@modelfleet/core";
import type { Llama, LlamaModel } from "node-llama-cpp";
import type { Library } from "./load-library.ts";
import type { LlamaCppEngineOptions } from "./options.ts";

export interface LoadedModel {
  library: Library;
  llama: Llama;
  model: LlamaModel;
}

/** `hf:…`, or an address. One letter before the colon is a drive. */
const isRemote = (path: string): boolean => /^[a-z][a-z\d+.-]+:/i.test(path);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Downloads what is not here yet. A path is left as it is: node-llama-cpp would look for it in its own folder. */
async function findFile(library: Library, path: string, options: LlamaCppEngineOptions): Promise<string> {
  if (!isRemote(path)) return path;
  const { modelsDirectory: directory, onDownload: onProgress } = options;
  try {
    return await library.resolveModelFile(path, {
      cli: false,
      ...(directory !== undefined && { directory }),
      ...(onProgress && { onProgress }),
    });
  } catch (error) {
    throw new InvalidInputError(`${path} could not be downloaded: ${reasonOf(error)}`, { cause: error });
  }
}

async function checkFormat(library: Library, file: string): Promise<void> {
  try {
    await library.readGgufFileInfo(file, { readTensorInfo: false, logWarnings: false, sourceType: "filesystem" });
  } catch (error) {
    const { code } = error as { code?: unknown };
    // Only the system's own failures have a code: no such file, no permission, a folder.
    const fault =
      code === "ENOENT" ? "does not exist" : code ? `cannot be read (${code})` : "is not a whole GGUF model";
    throw new InvalidInputError(`The model file ${file} ${fault}`, { cause: error });
  }
}

/** The words for what the native library failed with. @param said what it logged as errors */
export function describeFailure(library: Library, error: unknown, said: readonly string[]): string {
  if (error instanceof library.InsufficientMemoryError) {
    return "it needs more memory than there is. Take a smaller model or quantisation, a shorter context_length or a smaller n_parallel";
  }
  return [reasonOf(error), ...said.slice(-2)].join("; ").replace(/\s+/g, " ");
}

async function openLlama(
  library: Library,
  { gpuLayers, threads }: LlamaCppEngineOptions,
  onError: (message: string) => void,
): Promise<Llama> {
  try {
    return await library.getLlama({
      // Compiling takes a toolchain and many minutes, and must be asked for.
      build: "never",
      gpu: gpuLayers === 0 ? false : "auto",
      progressLogs: false,
      logLevel: library.LlamaLogLevel.error,
      logger: (_, message) => onError(message),
      ...(threads !== undefined && { maxThreads: threads }),
    });
  } catch (error) {
    throw new InvalidInputError(
      `node-llama-cpp has no library that runs on this machine: ${reasonOf(error)}. Build one: npx node-llama-cpp source download`,
      { cause: error },
    );
  }
}

/**
 * Loads a model. Nothing is left behind where that fails.
 *
 * @throws InvalidInputError for a missing file, one that is no model, one that is too large for the memory
 */
export async function loadModel(library: Library, options: LlamaCppEngineOptions): Promise<LoadedModel> {
  const { path, gpuLayers } = options;
  if (!path) throw new InvalidInputError("The engine llama-cpp needs `path`: a GGUF file, or hf:user/repository");
  const file = await findFile(library, path, options);
  await checkFormat(library, file);
  const said: string[] = [];
  const llama = await openLlama(library, options, (message) => said.push(message.trim()));
  try {
    const model = await llama.loadModel({ modelPath: file, ...(gpuLayers !== undefined && { gpuLayers }) });
    return { library, llama, model };
  } catch (error) {
    await llama.dispose();
    const reason = describeFailure(library, error, said);
    throw new InvalidInputError(`The model ${path} could not be loaded: ${reason}`, { cause: error });
  }
}
