import type { WorkerStartupRequest } from "@modelfleet/core";
import { LocalWorkerManager } from "@modelfleet/server";
import { providers } from "./served-model.ts";

/** The models of this process, which may also be started by DB-GPT's own command line. */
export class OwnWorkerManager extends LocalWorkerManager {
  /**
   * `dbgpt model start --model_path` sends the place of a model's files as `model_path`, whatever the engine calls it, and
   * has no option for the provider: a GGUF file under a name of one's own is llama.cpp's.
   */
  override async modelStartup(request: WorkerStartupRequest): Promise<void> {
    const { model_path: given, ...params } = request.params ?? {};
    if (typeof given !== "string" || given === "") return super.modelStartup(request);
    const path = params.path ?? given;
    const provider = params.provider ?? ((await this.#knows(request)) ? undefined : providerOf(String(path)));
    return super.modelStartup({ ...request, params: { ...params, path, ...(provider !== undefined && { provider }) } });
  }

  async #knows({ model, workerType }: WorkerStartupRequest): Promise<boolean> {
    const supported = await this.supportedModels();
    return supported.some(({ models }) => models.some((row) => row.model === model && row.workerType === workerType));
  }
}

function providerOf(path: string): string | undefined {
  return /\.gguf$|^hf:/i.test(path) ? providers.llamaCpp : undefined;
}
