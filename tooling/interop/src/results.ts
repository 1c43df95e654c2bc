import type { Check, Section, UpstreamFault } from "./check.ts";
import type { Cluster } from "./cluster.ts";

export type Result = "ok" | "failed" | "absent" | UpstreamFault;

/** The results of a run, by section, row and version. */
export class Results {
  readonly #results = new Map<string, Result>();

  async run(version: string, section: Section, check: Check, cluster: Cluster): Promise<void> {
    const key = keyOf(version, section.title, check.row);
    this.#results.set(key, "failed");
    const fault = await check.run(cluster);
    this.#results.set(key, fault ?? "ok");
  }

  /** The version has nothing of that kind. */
  absent(version: string, section: Section, check: Check): void {
    this.#results.set(keyOf(version, section.title, check.row), "absent");
  }

  get(version: string, section: Section, check: Check): Result | undefined {
    return this.#results.get(keyOf(version, section.title, check.row));
  }
}

const keyOf = (...parts: string[]): string => parts.join("\n");
