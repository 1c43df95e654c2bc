import type { ModelInstance, SelectionPolicy } from "@modelfleet/client";

/** That worker for as long as it is offered. */
export function preferWorker({ port }: { port: number }): SelectionPolicy {
  return (rows) => rows.find((row) => row.port === port) ?? (rows[0] as ModelInstance);
}
