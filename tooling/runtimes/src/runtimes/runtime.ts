import type { SmokeReport, SmokeTarget } from "../smoke/report.ts";

/** A place in which the smoke suite runs. */
export interface Runtime {
  name: string;
  /** What `navigator.userAgent` says in it: proof that it was this runtime and no other. */
  userAgent: RegExp;
  /** Checks that nothing can pass in it, with the reason. They must fail: one that passes is to be taken from here. */
  cannot?: Readonly<Record<string, string>>;
  /** Throws the reason when this machine cannot have it. */
  run(target: SmokeTarget): Promise<{ version: string; report: SmokeReport }>;
}

/** A runtime that hangs is given up after this, with what it wrote to stderr. */
export const runTimeoutMs = 180_000;
