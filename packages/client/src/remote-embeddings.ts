import { type CallOptions, InvalidResponseError, ModelfleetError, type WorkerManager } from "@modelfleet/core";

/**
 * Embeddings by one model of the cluster.
 *
 * Source: `RemoteEmbeddings` in DB-GPT's `model/cluster/embedding/remote_embedding.py`.
 */
export class RemoteEmbeddings {
  readonly #manager: WorkerManager;
  readonly #model: string;

  constructor(model: string, manager: WorkerManager) {
    this.#model = model;
    this.#manager = manager;
  }

  /** One vector per text, in their order. */
  async embedDocuments(texts: readonly string[], options?: CallOptions): Promise<number[][]> {
    if (texts.length === 0) return [];
    const vectors = await this.#manager.embeddings({ model: this.#model, input: texts }, options);
    return expectLength(vectors, texts.length, `embeddings of ${this.#model}`);
  }

  async embedQuery(text: string, options?: CallOptions): Promise<number[]> {
    const [vector] = await this.embedDocuments([text], options);
    return vector as number[];
  }
}

/**
 * Relevance by one reranker of the cluster. Rerankers of DB-GPT up to 0.6 are registered as `text2vec`, and found so.
 *
 * Source: `RemoteRerankEmbeddings` in DB-GPT's `model/cluster/embedding/remote_embedding.py`.
 */
export class RemoteReranker {
  readonly #manager: WorkerManager;
  readonly #model: string;

  constructor(model: string, manager: WorkerManager) {
    this.#model = model;
    this.#manager = manager;
  }

  /** One score per candidate, in their order; higher is more relevant. */
  async predict(query: string, candidates: readonly string[], options?: CallOptions): Promise<number[]> {
    if (candidates.length === 0) return [];
    const request = { model: this.#model, input: candidates, query };
    let rows: number[][];
    try {
      rows = await this.#manager.embeddings({ ...request, workerType: "reranker" }, options);
    } catch (error) {
      if (!ModelfleetError.isInstance(error, "model_not_found")) throw error;
      // If it is not there either, the error that says so is the one about rerankers.
      rows = await this.#manager.embeddings({ ...request, workerType: "text2vec" }, options).catch((other) => {
        throw ModelfleetError.isInstance(other, "model_not_found") ? error : other;
      });
    }
    const [scores] = expectLength(rows, 1, `scores of ${this.#model}`);
    return expectLength(scores as number[], candidates.length, `scores of ${this.#model}`);
  }
}

function expectLength<T>(rows: T[], length: number, what: string): T[] {
  if (rows.length === length) return rows;
  throw new InvalidResponseError(`The ${what} do not match what was asked: expected ${length}, got ${rows.length}.`);
}
