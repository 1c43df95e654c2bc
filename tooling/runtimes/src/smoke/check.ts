import type { SmokeTarget } from "./report.ts";

/** One thing that must work, the same in every runtime. */
export interface Check {
  name: string;
  run(target: SmokeTarget): Promise<void>;
}
