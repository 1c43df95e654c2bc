import type { KyInstance } from "ky";
import { createTransport } from "../create-transport.ts";
import type { Transport } from "../transport.ts";
import type { TransportOptions } from "../transport-options.ts";

/**
 * The default transport over an application's own ky instance, with its hooks and headers. ky's retries, time limits
 * and status errors are off: ours are on, and know when a generation may be tried again.
 */
export function createKyTransport(ky: KyInstance, options: TransportOptions = {}): Transport {
  return createTransport({
    ...options,
    fetch: (input, init) => ky(input, { ...init, retry: 0, timeout: false, throwHttpErrors: false }),
  });
}
