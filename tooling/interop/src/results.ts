import type { Check, Section, UpstreamFault } from "./check.ts";

export type Result = "ok" | "failed" | "absent" | UpstreamFault;

/** The results of a run, by section, row and version. */
export class Results {
  readonly #results = new Map<string, Result>();

  async run<C>(version: string, section: Section<C>, check: Check<C>, cluster: C): Promise<void> {
    const key = keyOf(version, section.title, check.row);
    this.#results.set(key, "failed");
    const fault = await check.run(cluster);
    this.#results.set(key, fault ?? "ok");
  }

  /** The version has nothing of that kind. */
  absent<C>(version: string, section: Section<C>, check: Check<C>): void {
    this.#results.set(keyOf(version, section.title, check.row), "absent");
  }

  get<C>(version: string, section: Section<C>, check: Check<C>): Result | undefined {
    return this.#results.get(keyOf(version, section.title, check.row));
  }
}

const keyOf = (...parts: string[]): string => parts.join("\n");
