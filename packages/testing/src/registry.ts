import { PythonFloat } from "./python-json.ts";

/** A row as it goes over the wire. */
export interface RegistryRow {
  model_name: string;
  host: string;
  port: number;
  weight: PythonFloat;
  check_healthy: boolean;
  healthy: boolean;
  enabled: boolean;
  prompt_template: string | null;
  last_heartbeat: string | null;
  /** From 0.7. */
  remove_from_registry?: boolean;
}

export type RowAddress = Pick<RegistryRow, "model_name" | "host" | "port">;

/** Python's `datetime.isoformat()` of a time without a zone. */
function now(): string {
  return new Date().toISOString().replace("Z", "000");
}

const weight = (value: unknown): PythonFloat => new PythonFloat(typeof value === "number" ? value : 1);

/**
 * The rows of one controller. A stopped instance stays as an unhealthy row unless it is to be removed.
 *
 * Source: `EmbeddedModelRegistry` in DB-GPT's `model/cluster/registry.py`.
 */
export class Registry {
  readonly #rows: RegistryRow[] = [];
  readonly #marksRemoval: boolean;
  readonly #onChange: () => void;

  /** @param marksRemoval whether rows have `remove_from_registry` (0.7) */
  constructor(marksRemoval: boolean, onChange: () => void) {
    this.#marksRemoval = marksRemoval;
    this.#onChange = onChange;
  }

  register(given: RowAddress & Partial<Record<keyof RegistryRow, unknown>>): void {
    const known = this.#find(given);
    if (known) {
      known.weight = weight(given.weight);
      known.healthy = true;
      known.prompt_template = (given.prompt_template ?? null) as string | null;
      known.last_heartbeat = now();
    } else {
      this.#rows.push({
        model_name: given.model_name.trim(),
        host: given.host.trim(),
        port: given.port,
        weight: weight(given.weight),
        check_healthy: given.check_healthy !== false,
        healthy: true,
        enabled: given.enabled !== false,
        prompt_template: (given.prompt_template ?? null) as string | null,
        last_heartbeat: now(),
        ...(this.#marksRemoval ? { remove_from_registry: false } : {}),
      });
    }
    this.#onChange();
  }

  heartbeat(given: RowAddress & Partial<Record<keyof RegistryRow, unknown>>): void {
    const known = this.#find(given);
    if (!known) {
      this.register(given);
      return;
    }
    known.healthy = true;
    known.last_heartbeat = now();
    this.#onChange();
  }

  deregister(address: RowAddress, remove: boolean): void {
    const known = this.#find(address);
    if (!known) return;
    known.healthy = false;
    if (remove) this.#rows.splice(this.#rows.indexOf(known), 1);
    this.#onChange();
  }

  /** The instances of one worker key, or all of them; upstream groups them by key. */
  rows(workerKey?: string): RegistryRow[] {
    const keys = new Set(this.#rows.map((row) => row.model_name));
    const grouped = [...keys].flatMap((key) => this.#rows.filter((row) => row.model_name === key));
    return grouped.filter((row) => !workerKey || row.model_name === workerKey).map((row) => ({ ...row }));
  }

  /** The worker moved: its rows follow it. */
  move(from: { host: string; port: number }, to: { host: string; port: number }): void {
    for (const row of this.#rows) {
      if (row.host === from.host && row.port === from.port) Object.assign(row, { host: to.host, port: to.port });
    }
    this.#onChange();
  }

  #find(address: RowAddress): RegistryRow | undefined {
    const name = address.model_name.trim();
    const host = address.host.trim();
    return this.#rows.find((row) => row.model_name === name && row.host === host && row.port === address.port);
  }
}
