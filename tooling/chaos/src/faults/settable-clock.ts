import { randomUUID } from "node:crypto";
import { globSync, rmSync } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Debian's `libfaketime`, in its form for programs with threads. */
const library = globSync("/usr/lib/*/faketime/libfaketimeMT.so.1")[0];

/** Why no clock can jump, if so. */
export const clocksStandStill: string | undefined = library
  ? undefined
  : "libfaketime is not there: apt-get install libfaketime";

/** The time of the machine as one process sees it. What lasts, it measures by a clock that is never set. */
export class SettableClock implements AsyncDisposable {
  readonly #path = join(tmpdir(), `modelfleet-clock-${randomUUID()}`);

  /** What the process is started with; nothing where clocks stand still. */
  get env(): Record<string, string> {
    if (library === undefined) return {};
    return {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: this.#path,
      FAKETIME_NO_CACHE: "1",
      DONT_FAKE_MONOTONIC: "1",
      NO_FAKE_STAT: "1",
    };
  }

  /** @param hours from the machine's own time */
  async set(hours: number): Promise<void> {
    // Written beside and moved, for it is read at every look at the clock.
    const beside = `${this.#path}.new`;
    await writeFile(beside, `${hours < 0 ? "" : "+"}${hours}h\n`);
    await rename(beside, this.#path);
  }

  /** What the library leaves of a process that is killed. */
  static cleanUp(pid: number | undefined): void {
    for (const name of ["faketime_shm_", "sem.faketime_sem_"]) rmSync(`/dev/shm/${name}${pid}`, { force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#path, { force: true });
  }
}
