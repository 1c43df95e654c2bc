import { jsonForTerminals, jsonLine } from "../terminal/json.ts";
import { printTable } from "../terminal/print-table.ts";
import { say } from "../terminal/talk.ts";
import { terminalSize } from "../terminal/terminal-size.ts";
import type { FleetStatus } from "./fleet-history.ts";
import { instanceColumns } from "./instance-columns.ts";
import { filterInstances, sortInstances } from "./sort-instances.ts";
import { statusRows } from "./status-rows.ts";
import { type WatchOptions, watchFleet } from "./watch-fleet.ts";

export interface PrintedTopOptions extends WatchOptions {
  address: string;
  json: boolean;
  /** Goes on with a line of JSON, or a table, at each interval. */
  watch: boolean;
  filter: string;
}

/** What is printed once has no later look at a worker that was only busy. */
const patientMs = 5_000;

/** The fleet as lines, for scripts and pipes. A reading that fails ends it. */
export async function printedTop({ address, json, watch, filter, ...watched }: PrintedTopOptions): Promise<void> {
  let looks = 0;
  for await (const look of watchFleet({ ...watched, workerLimitMs: watch ? undefined : patientMs })) {
    if ("error" in look) throw look.error;
    looks += 1;
    // Speeds are told from two readings.
    if (looks === 1) continue;
    const instances = sortInstances(filterInstances(look.status.instances, filter), "name", false);
    await print({ ...look.status, instances }, { address, json, watch });
    if (!watch) return;
  }
}

async function print(
  status: FleetStatus,
  { address, json, watch }: Pick<PrintedTopOptions, "address" | "json" | "watch">,
): Promise<void> {
  if (json && watch) {
    const at = new Date(status.at).toISOString();
    process.stdout.write(jsonLine({ at, instances: statusRows(status) }));
  } else if (json) process.stdout.write(`${jsonForTerminals(statusRows(status))}\n`);
  else {
    const columns = instanceColumns(
      process.stdout.isTTY ? terminalSize(process.stdout).columns : Number.POSITIVE_INFINITY,
    );
    if (status.instances.length > 0) await printTable(columns, status.instances);
    else say(`No model instances at ${address}.`);
    if (watch) process.stdout.write("\n");
  }
}
