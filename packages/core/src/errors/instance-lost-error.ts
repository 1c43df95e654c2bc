import { ModelfleetError } from "./modelfleet-error.ts";

/**
 * A restart stopped the model and did not start it again. DB-GPT's own workers do so: a stop forgets the model
 * (up to 0.6 always; from 0.7 for models started at run time, embeddings and rerankers).
 */
export class InstanceLostError extends ModelfleetError {
  override readonly name = "InstanceLostError";
  /** The worker key that was lost, such as `qwen@llm`. */
  readonly workerKey: string;

  constructor(message: string, workerKey: string, options?: ErrorOptions) {
    super("instance_lost", message, options);
    this.workerKey = workerKey;
  }
}
