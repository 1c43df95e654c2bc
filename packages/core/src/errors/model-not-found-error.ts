import { ModelfleetError } from "./modelfleet-error.ts";

/** No instance of the model is registered with the controller. */
export class ModelNotFoundError extends ModelfleetError {
  override readonly name = "ModelNotFoundError";
  /** The worker key that was asked for, such as `qwen@llm`. */
  readonly workerKey: string;
  /** Names of the registered models of that type, sorted. */
  readonly knownModels: readonly string[];

  constructor(message: string, details: { workerKey: string; knownModels: readonly string[] }) {
    super("model_not_found", message);
    this.workerKey = details.workerKey;
    this.knownModels = details.knownModels;
  }
}
