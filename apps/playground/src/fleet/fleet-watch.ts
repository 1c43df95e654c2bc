import type { Connection } from "../fleet-connection/connection.ts";
import { createStore, type Store } from "../state/store.ts";
import { changesBetween, type FleetChange } from "./fleet-changes.ts";
import { FleetHistory, type FleetStatus } from "./fleet-history.ts";
import { FleetReader } from "./fleet-reading.ts";

const keptChanges = 30;

/** What is known of a fleet, and what happened to it, for as long as the connection: charts go on when one comes back. */
export class FleetWatch {
  /** The newest first. */
  readonly changes: Store<readonly FleetChange[]> = createStore<readonly FleetChange[]>([]);
  status: FleetStatus | undefined;
  readonly #reader: FleetReader;
  readonly #history = new FleetHistory();
  #away = false;

  constructor(connection: Connection) {
    this.#reader = new FleetReader(connection);
  }

  async read(signal: AbortSignal): Promise<FleetStatus> {
    try {
      const reading = await this.#reader.read(signal);
      const status = this.#history.add(reading);
      if (this.#away) this.#happened([{ at: Date.now(), kind: "controller-back" }]);
      this.#away = false;
      if (this.status) this.#happened(changesBetween(this.status, status));
      this.status = status;
      return status;
    } catch (error) {
      if (!signal.aborted && !this.#away && this.status) {
        this.#away = true;
        this.#happened([{ at: Date.now(), kind: "controller-gone" }]);
      }
      throw error;
    }
  }

  #happened(news: readonly FleetChange[]): void {
    if (news.length > 0) this.changes.set((before) => [...news.toReversed(), ...before].slice(0, keptChanges));
  }
}

const watches = new WeakMap<Connection, FleetWatch>();

export function watchOf(connection: Connection): FleetWatch {
  const watch = watches.get(connection) ?? new FleetWatch(connection);
  watches.set(connection, watch);
  return watch;
}
