import type { Fleet } from "@modelfleet/client";
import type { TabFleet } from "../tab-fleet/tab-fleet.ts";
import type { ConnectionProblem } from "./connection-problem.ts";
import type { ConnectionTarget } from "./connection-target.ts";
import type { ExchangeLog } from "./exchange-log.ts";

/** A fleet that can be called. */
export interface Connection {
  target: ConnectionTarget;
  fleet: Fleet;
  /** The same fleet, with every call going to one instance: `host:port`. */
  fleetOn(address: string): Fleet;
  /** What models were asked and answered over this connection. */
  log: ExchangeLog;
  /** Where programs find OpenAI's protocol: for the request shown as code. */
  apiBase: string;
  /** The fleet in this tab, with its faults, where it is one. */
  tab: TabFleet | undefined;
  /**
   * The figures of a worker process, in Prometheus' text format. `undefined` where it has none, or where they cannot be
   * asked for from here.
   */
  workerMetrics(worker: { host: string; port: number }, signal: AbortSignal): Promise<string | undefined>;
  /** What a first conversation begins with, where it runs; otherwise the first model there is. */
  preferredModel?: string;
  close(): Promise<void>;
}

export type ConnectionState =
  | { status: "looking" }
  | { status: "connecting"; target: ConnectionTarget }
  | { status: "connected"; target: ConnectionTarget; connection: Connection }
  | { status: "failed"; target: ConnectionTarget; problem: ConnectionProblem };
