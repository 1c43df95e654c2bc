import { ModelfleetError } from "./modelfleet-error.ts";

/** The model is registered, but none of its instances can take a request now. */
export class NoHealthyInstanceError extends ModelfleetError {
  override readonly name = "NoHealthyInstanceError";
  /** The worker key that was asked for, such as `qwen@llm`. */
  readonly workerKey: string;

  constructor(message: string, workerKey: string, options?: ErrorOptions) {
    super("no_healthy_instance", message, options);
    this.workerKey = workerKey;
  }
}
