import type { ModelInstanceAddress } from "@modelfleet/core";

/**
 * Says where a registered instance can be reached from here. Workers often register an address that only resolves
 * inside their own network; a browser needs the gateway's.
 *
 * @returns the base URL of the worker's server, which `/api/worker/…` is added to
 */
export type ResolveWorkerUrl = (instance: ModelInstanceAddress) => string | URL;

/** The address that the worker registered, over http: DB-GPT's workers speak nothing else. */
export const registeredWorkerUrl: ResolveWorkerUrl = ({ host, port }) =>
  `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}`;
