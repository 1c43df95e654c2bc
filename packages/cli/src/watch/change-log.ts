import { jsonLine } from "../terminal/json.ts";
import { printTable } from "../terminal/print-table.ts";
import { say } from "../terminal/talk.ts";
import type { WatchedList, WatchView } from "./watch-view.ts";

/**
 * For a pipe: the whole list whenever something lasting changes, as a table, or as a line of JSON: its time and the rows.
 */
export class ChangeLog<Row> implements WatchView<Row> {
  readonly #list: WatchedList<Row>;
  readonly #json: boolean;
  #shown: string | undefined;
  #trouble = false;

  constructor(list: WatchedList<Row>, json: boolean) {
    this.#list = list;
    this.#json = json;
  }

  async show(rows: readonly Row[], trouble: string | undefined): Promise<void> {
    if (trouble !== undefined && !this.#trouble) say(`No answer: ${trouble}`);
    if (trouble === undefined && this.#trouble) say("It answers again.");
    this.#trouble = trouble !== undefined;
    const state = JSON.stringify(rows.map(this.#list.lasting));
    if (state === this.#shown) return;
    const first = this.#shown === undefined;
    this.#shown = state;
    if (this.#json) {
      process.stdout.write(jsonLine({ time: new Date().toISOString(), [this.#list.name]: rows }));
      return;
    }
    if (!first) process.stdout.write("\n");
    if (rows.length > 0) await printTable(this.#list.columns, rows);
    else say(this.#list.nothing);
  }

  close(): void {}
}
