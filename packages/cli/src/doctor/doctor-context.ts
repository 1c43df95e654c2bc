import type { Transport } from "@modelfleet/transport";

/** What checks work with. */
export interface DoctorContext {
  transport: Transport;
  token: string | undefined;
  signal: AbortSignal;
}
