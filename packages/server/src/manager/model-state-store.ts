import type { WorkerType } from "@modelfleet/core";

/** A model that was started at run time, as it is remembered. Its params may hold keys: keep them from other users. */
export interface StoredModel {
  model: string;
  workerType: WorkerType;
  /** snake_case. */
  params: Record<string, unknown>;
  /** It was stopped, and must not start by itself. */
  stopped?: boolean | undefined;
}

/** Where a worker manager remembers the models that were started at run time. */
export interface ModelStateStore {
  /** What was saved last; nothing at first. */
  load(): Promise<readonly StoredModel[]>;
  /** Takes the place of what was saved before, all or nothing. Calls do not overlap. */
  save(models: readonly StoredModel[]): Promise<void>;
}
