import type { CallOptions, ModelMetadata } from "@modelfleet/core";
import { abortable } from "./registry-cache.ts";

/** A model's metadata changes when it is started anew with other options. */
const freshMs = 60_000;
const maxEntries = 1_000;

type Load = (model: string, options: CallOptions) => Promise<ModelMetadata>;

/** Keeps the metadata of models for a minute. */
export class MetadataCache {
  readonly #load: Load;
  readonly #entries = new Map<string, { at: number; metadata: Promise<ModelMetadata> }>();

  constructor(load: Load) {
    this.#load = load;
  }

  async get(model: string, { signal, headers }: CallOptions): Promise<ModelMetadata> {
    const now = performance.now();
    let entry = this.#entries.get(model);
    if (!entry || now - entry.at >= freshMs) {
      // It serves several callers, so it is none of theirs to cancel.
      const metadata = this.#load(model, { headers });
      entry = { at: now, metadata };
      if (this.#entries.size >= maxEntries) this.#entries.clear();
      this.#entries.set(model, entry);
      metadata.catch(() => this.#entries.delete(model));
    }
    return abortable(entry.metadata, signal);
  }
}
