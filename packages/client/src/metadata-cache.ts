import { abortable, type CallOptions, type ModelMetadata } from "@modelfleet/core";

/** A model's metadata changes when it is started anew with other options. */
const freshMs = 60_000;
const maxEntries = 1_000;

type Load = (model: string, options: CallOptions) => Promise<ModelMetadata>;

/** Keeps the metadata of models for a minute. */
export class MetadataCache {
  readonly #load: Load;
  readonly #known = new Map<string, { at: number; metadata: ModelMetadata }>();
  readonly #loading = new Map<string, Promise<ModelMetadata>>();

  constructor(load: Load) {
    this.#load = load;
  }

  async get(model: string, { signal, headers }: CallOptions): Promise<ModelMetadata> {
    const known = this.#known.get(model);
    if (known && performance.now() - known.at < freshMs) return known.metadata;
    // Whether a caller's own headers, such as a key, are good for an answer says nothing of other callers.
    if (headers) return this.#ask(model, { signal, headers });
    let loading = this.#loading.get(model);
    if (!loading) {
      // It serves several callers, so it is none of theirs to cancel.
      loading = this.#ask(model, {}).finally(() => this.#loading.delete(model));
      this.#loading.set(model, loading);
    }
    return abortable(loading, signal);
  }

  async #ask(model: string, options: CallOptions): Promise<ModelMetadata> {
    const metadata = await this.#load(model, options);
    if (this.#known.size >= maxEntries) this.#known.clear();
    this.#known.set(model, { at: performance.now(), metadata });
    return metadata;
  }
}
