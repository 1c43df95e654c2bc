import type { ModelInstanceRegistration, ModelRegistry } from "@modelfleet/core";
import { RegistryLink } from "./registry-link.ts";
import type { Schedule } from "./schedule.ts";

export interface AnnouncerOptions {
  registries: readonly ModelRegistry[];
  /** In milliseconds. */
  heartbeatIntervalMs: number;
  schedule: Schedule;
  onError(error: unknown): void;
}

/** Keeps every registry told of what runs here: at once when it changes, and by heartbeats. */
export class Announcer {
  readonly #links: readonly RegistryLink[];
  readonly #options: AnnouncerOptions;
  readonly #instances = new Map<string, ModelInstanceRegistration>();
  #cancel: (() => void) | undefined;
  #silent = true;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#links = options.registries.map((registry) => new RegistryLink(registry, options.onError));
  }

  /** From here on what runs is announced, and heartbeats are sent. */
  start(): void {
    this.#silent = false;
    if (!this.#cancel) this.#scheduleBeat();
  }

  /** Does nothing before `start` and after `stop`: nothing would say goodbye for what came after the goodbye. */
  async announce(instance: ModelInstanceRegistration): Promise<void> {
    if (this.#silent) return;
    this.#instances.set(instance.workerKey, instance);
    await Promise.all(this.#links.map((link) => link.register(instance)));
  }

  async withdraw(workerKey: string, removeFromRegistry: boolean): Promise<void> {
    const instance = this.#instances.get(workerKey);
    if (!instance) return;
    this.#instances.delete(workerKey);
    await Promise.all(this.#links.map((link) => link.withdraw(instance, removeFromRegistry)));
  }

  /** Withdraws everything and falls silent. */
  async stop(): Promise<void> {
    this.#silent = true;
    this.#cancel?.();
    this.#cancel = undefined;
    await Promise.all([...this.#instances.keys()].map((workerKey) => this.withdraw(workerKey, false)));
  }

  #scheduleBeat(): void {
    this.#cancel = this.#options.schedule(() => {
      this.#scheduleBeat();
      for (const link of this.#links) {
        for (const instance of this.#instances.values()) void link.heartbeat(instance);
      }
    }, this.#options.heartbeatIntervalMs);
  }
}
