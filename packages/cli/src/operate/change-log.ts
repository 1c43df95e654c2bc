import { type InstanceRow, instanceColumns } from "../commands/instance-rows.ts";
import { jsonLine } from "../terminal/json.ts";
import { printTable } from "../terminal/print-table.ts";
import { say } from "../terminal/talk.ts";
import type { WatchView } from "./watch-view.ts";

/**
 * For a pipe: the whole list whenever something but a heartbeat changes, as a table, or as a line of JSON
 * (`{time, instances}`).
 */
export class ChangeLog implements WatchView {
  readonly #nothing: string;
  readonly #json: boolean;
  #shown: string | undefined;
  #trouble = false;

  constructor(nothing: string, json: boolean) {
    this.#nothing = nothing;
    this.#json = json;
  }

  async show(rows: readonly InstanceRow[], trouble: string | undefined): Promise<void> {
    if (trouble !== undefined && !this.#trouble) say(`No answer: ${trouble}`);
    if (trouble === undefined && this.#trouble) say("It answers again.");
    this.#trouble = trouble !== undefined;
    const state = JSON.stringify(rows.map(({ lastHeartbeat, ...row }) => row));
    if (state === this.#shown) return;
    const first = this.#shown === undefined;
    this.#shown = state;
    if (this.#json) {
      process.stdout.write(jsonLine({ time: new Date().toISOString(), instances: rows }));
      return;
    }
    if (!first) process.stdout.write("\n");
    if (rows.length > 0) await printTable(instanceColumns, rows);
    else say(this.#nothing);
  }

  close(): void {}
}
