import type { InstanceRow } from "../commands/instance-rows.ts";

/** How a list is watched. */
export interface WatchView {
  /** @param trouble why the last look failed; the rows are then those of the one before */
  show(rows: readonly InstanceRow[], trouble: string | undefined): Promise<void>;
  close(): void;
}
