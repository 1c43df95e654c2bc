import { ownToken } from "../controller/tokens.ts";
import { healthOf } from "../daemon/daemon-health.ts";
import { type DaemonRow, daemonColumns, daemonRow } from "../daemon/daemon-row.ts";
import { findDaemons } from "../daemon/find-daemons.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { interruptSignal } from "../interrupt.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { jsonForTerminals } from "../terminal/json.ts";
import { printTable } from "../terminal/print-table.ts";
import { say } from "../terminal/talk.ts";

export interface StatusOptions {
  json?: boolean;
  watch?: boolean;
}

const nothing = "Nothing runs in the background.";

/** What runs in the background, and how it is. Fails where something is not well. */
export async function status({ json, watch }: StatusOptions): Promise<ExitCode> {
  const signal = interruptSignal();
  const token = ownToken();
  const look = async (): Promise<DaemonRow[]> =>
    Promise.all((await findDaemons()).map(async (each) => daemonRow(each.record, await healthOf(each, token, signal))));
  if (watch) {
    const { watchList } = await import("../watch/watch-list.ts");
    return watchList({ look, name: "servers", columns: daemonColumns, lasting: (row) => row, nothing, json, signal });
  }
  const rows = await look();
  if (json) process.stdout.write(`${jsonForTerminals(rows)}\n`);
  else if (rows.length > 0) await printTable(daemonColumns, rows);
  if (rows.length === 0) say(nothing);
  else if (!json) tellMore(rows);
  return rows.every(({ health }) => health === "healthy") ? exitCodes.ok : exitCodes.failed;
}

/** What a table has no room for. */
function tellMore(rows: readonly DaemonRow[]): void {
  for (const { health, kind, pid, port, log, command, detail } of rows) {
    if (health === "unhealthy") say(stripToLine(`The ${kind} with pid ${pid}: ${detail}. Its log: ${log}`));
    if (health !== "dead") continue;
    say(stripToLine(`The ${kind} with pid ${pid} ended without being stopped. Its log: ${log}`));
    say(stripToLine(`  ${command} -d starts it again, modelfleet stop ${kind} --port ${port} forgets it.`));
  }
}
