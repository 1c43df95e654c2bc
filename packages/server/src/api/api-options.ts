import { InvalidInputError } from "@modelfleet/core";
import type { Authorize } from "../authorize.ts";
import type { AppOptions } from "../http/guard.ts";
import type { ApiKeys } from "./keys.ts";

/** `authorize` is asked after the key, where there are keys. */
export interface ApiAppOptions extends AppOptions {
  /** Who may call, by bearer key; everyone if left out. Health is never guarded. */
  keys?: ApiKeys | undefined;
  /**
   * Asked where there are keys and a request has none of them: whether it may pass all the same, such as by the address
   * that it comes from.
   */
  withoutKey?: Authorize | undefined;
  /** The largest body of a request, in bytes; 32 MiB by default, which images in messages need. */
  maxBodyBytes?: number | undefined;
  /**
   * Parameters that are left out where they would be refused as not supported, such as `seed` for tools that always
   * send it.
   */
  ignoreParameters?: readonly string[] | undefined;
  /** Told of each failure that is not the caller's, with more than the caller is told. */
  onError?: ((error: unknown, details: { request: Request; requestId: string }) => void) | undefined;
  /**
   * In place of both clocks, in milliseconds since the epoch: `Date.now`, which times are told by, and
   * `performance.now`, which rates are measured by.
   */
  now?: (() => number) | undefined;
}

const defaultMaxBodyBytes = 32 * 1024 * 1024;

/** @throws InvalidInputError */
export function maxBodyBytesOf({ maxBodyBytes = defaultMaxBodyBytes }: ApiAppOptions): number {
  if (Number.isInteger(maxBodyBytes) && maxBodyBytes > 0) return maxBodyBytes;
  throw new InvalidInputError("`maxBodyBytes` of the API must be a whole number of at least 1.");
}
