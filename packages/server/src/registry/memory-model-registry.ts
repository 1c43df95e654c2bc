import {
  InvalidInputError,
  type ModelInstance,
  type ModelInstanceAddress,
  type ModelInstanceRegistration,
  type ModelRegistry,
  type RegistryQuery,
  splitWorkerKey,
} from "@modelfleet/core";
import { localIsoTime } from "./local-time.ts";

export interface MemoryModelRegistryOptions {
  /**
   * How long an instance counts as healthy without a heartbeat, in milliseconds; 60,000 by default, three of the beats
   * that workers send, as on upstream's controllers from 0.5.9.
   */
  heartbeatTimeoutMs?: number | undefined;
  /** The most instances to keep; 100,000 by default. */
  maxInstances?: number | undefined;
  /**
   * In place of both clocks, in milliseconds since the epoch: `Date.now`, which times are told by, and
   * `performance.now`, which silence is measured by, since it does not jump when the machine's time is set.
   */
  now?: (() => number) | undefined;
}

interface Row {
  address: ModelInstanceAddress;
  weight: number;
  checkHealthy: boolean;
  enabled: boolean;
  promptTemplate: string | undefined;
  /** Deregistered, and not heard of since. */
  stopped: boolean;
  /** By the clock that silence is measured by. */
  heardAt: number;
  /** By that of the machine. */
  lastHeartbeat: number;
  /** The same as it is told, made when it is first asked for; listings are many between two beats. */
  heartbeatTime: string | undefined;
}

/**
 * The registry of a controller, in memory. Workers register again with their next heartbeat, so that nothing is lost
 * for long when it starts anew.
 *
 * Whether an instance is healthy is worked out when it is asked for: nothing runs in between.
 *
 * Source: `EmbeddedModelRegistry` in DB-GPT's `model/cluster/registry.py`.
 */
export class MemoryModelRegistry implements ModelRegistry {
  /** By worker key, then by address. */
  readonly #rows = new Map<string, Map<string, Row>>();
  readonly #timeoutMs: number;
  readonly #maxInstances: number;
  readonly #now: () => number;
  readonly #epochNow: () => number;
  #count = 0;

  constructor(options: MemoryModelRegistryOptions = {}) {
    this.#timeoutMs = options.heartbeatTimeoutMs ?? 60_000;
    this.#maxInstances = options.maxInstances ?? 100_000;
    this.#now = options.now ?? (() => performance.now());
    this.#epochNow = options.now ?? Date.now;
  }

  /** @throws InvalidInputError if the registry is full of living instances */
  async registerInstance(given: ModelInstanceRegistration): Promise<boolean> {
    const row = this.#find(given) ?? this.#add(given);
    // What the worker does not say stays as it was: an operator may have set it.
    row.weight = given.weight ?? row.weight;
    row.checkHealthy = given.checkHealthy ?? row.checkHealthy;
    row.enabled = given.enabled ?? row.enabled;
    row.promptTemplate = given.promptTemplate ?? row.promptTemplate;
    this.#alive(row);
    return true;
  }

  /** True for an unknown instance too: it is not there, as was asked. */
  async deregisterInstance(
    address: ModelInstanceAddress,
    options: { removeFromRegistry?: boolean | undefined } = {},
  ): Promise<boolean> {
    const row = this.#find(address);
    if (!row) return true;
    row.stopped = true;
    if (options.removeFromRegistry) this.#remove(row);
    return true;
  }

  async sendHeartbeat(given: ModelInstanceRegistration): Promise<boolean> {
    const row = this.#find(given);
    if (!row) return this.registerInstance(given);
    this.#alive(row);
    return true;
  }

  async getAllInstances(workerKey: string, { healthyOnly = false }: RegistryQuery = {}): Promise<ModelInstance[]> {
    const found: ModelInstance[] = [];
    this.#collect(this.#rows.get(workerKey), healthyOnly, found);
    return found;
  }

  async getAllModelInstances({ healthyOnly = false }: RegistryQuery = {}): Promise<ModelInstance[]> {
    const found: ModelInstance[] = [];
    for (const rows of this.#rows.values()) this.#collect(rows, healthyOnly, found);
    return found;
  }

  #collect(rows: Map<string, Row> | undefined, healthyOnly: boolean, found: ModelInstance[]): void {
    if (!rows) return;
    const now = this.#now();
    for (const row of rows.values()) {
      const healthy = this.#isHealthy(row, now);
      if (!healthy && healthyOnly) continue;
      const { workerKey, host, port } = row.address;
      const { modelName, workerType } = splitWorkerKey(workerKey);
      const { weight, checkHealthy, enabled, promptTemplate } = row;
      row.heartbeatTime ??= localIsoTime(row.lastHeartbeat);
      const lastHeartbeat = row.heartbeatTime;
      const state = { weight, checkHealthy, healthy, enabled, promptTemplate, lastHeartbeat };
      found.push({ workerKey, modelName, workerType, host, port, ...state });
    }
  }

  #isHealthy(row: Row, now: number): boolean {
    return !row.stopped && (!row.checkHealthy || now - row.heardAt <= this.#timeoutMs);
  }

  #alive(row: Row): void {
    row.stopped = false;
    row.heardAt = this.#now();
    row.lastHeartbeat = this.#epochNow();
    row.heartbeatTime = undefined;
  }

  #find({ workerKey, host, port }: ModelInstanceAddress): Row | undefined {
    return this.#rows.get(workerKey)?.get(`${host}:${port}`);
  }

  #add({ workerKey, host, port }: ModelInstanceAddress): Row {
    if (this.#count >= this.#maxInstances) this.#makeRoom();
    const row: Row = {
      address: { workerKey, host, port },
      weight: 1,
      checkHealthy: true,
      enabled: true,
      promptTemplate: undefined,
      stopped: false,
      heardAt: 0,
      lastHeartbeat: 0,
      heartbeatTime: undefined,
    };
    const rows = this.#rows.get(workerKey) ?? new Map<string, Row>();
    this.#rows.set(workerKey, rows.set(`${host}:${port}`, row));
    this.#count += 1;
    return row;
  }

  /** The dead make room for the living, and for nobody else. */
  #makeRoom(): void {
    const now = this.#now();
    for (const rows of [...this.#rows.values()]) {
      for (const row of [...rows.values()]) if (!this.#isHealthy(row, now)) this.#remove(row);
    }
    if (this.#count < this.#maxInstances) return;
    throw new InvalidInputError(
      `The registry is full: it keeps ${this.#maxInstances} instances, and all of them are healthy. ` +
        "Raise `maxInstances`, or look for workers that register under ever new addresses.",
    );
  }

  #remove({ address: { workerKey, host, port } }: Row): void {
    const rows = this.#rows.get(workerKey);
    if (!rows?.delete(`${host}:${port}`)) return;
    this.#count -= 1;
    if (rows.size === 0) this.#rows.delete(workerKey);
  }
}
