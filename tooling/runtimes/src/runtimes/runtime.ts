import type { SmokeReport, SmokeTarget } from "../smoke/report.ts";

/** A place in which the smoke suite runs. */
export interface Runtime {
  name: string;
  /** What `navigator.userAgent` says in it: proof that it was this runtime and no other. */
  userAgent: RegExp;
  /** Gets it ready, and says which version it is. Throws the reason when this machine cannot have it. */
  prepare(): Promise<string>;
  run(target: SmokeTarget): Promise<SmokeReport>;
}

/** A runtime that hangs is given up after this, with what it wrote to stderr. */
export const runTimeoutMs = 60_000;
