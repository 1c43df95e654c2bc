import { stripToLine } from "../terminal/control-stripper.ts";
import { asOneUpdate } from "../terminal/one-update.ts";
import { restoredBySignals } from "../terminal/restored-by-signals.ts";
import { style } from "../terminal/style.ts";
import { renderTable } from "../terminal/table.ts";
import { terminalSize } from "../terminal/terminal-size.ts";
import type { WatchedList, WatchView } from "./watch-view.ts";

// A screen of its own, no cursor, and lines that are too long are cut instead of wrapped.
const enter = "\x1b[?1049h\x1b[?25l\x1b[?7l";
const leave = "\x1b[?7h\x1b[?25h\x1b[?1049l";

/** For a terminal: the list as it is, on a screen of its own; what was last seen stays when it is left. */
export class WatchScreen<Row> implements WatchView<Row> {
  readonly #list: WatchedList<Row>;
  #rows: readonly Row[] = [];
  #trouble: string | undefined;
  #lines: string[] = [];
  #open = true;
  readonly #resized = (): void => void this.#draw();
  readonly #atExit = (): void => this.close();
  /** Ctrl-Z: the shell gets its own screen, and nothing is drawn until `fg`. */
  readonly #suspend = (): void => {
    process.stdout.write(leave);
    process.kill(process.pid, "SIGSTOP");
  };
  readonly #goOn = (): void => {
    process.stdout.write(enter);
    void this.#draw();
  };
  readonly #signals: Disposable;

  constructor(list: WatchedList<Row>) {
    this.#list = list;
    process.stdout.on("resize", this.#resized);
    // Also where a second Ctrl-C, or a fault, ends the process: its screen must not stay.
    process.once("exit", this.#atExit);
    process.on("SIGTSTP", this.#suspend);
    process.on("SIGCONT", this.#goOn);
    this.#signals = restoredBySignals(this.#atExit);
    process.stdout.write(enter);
  }

  async show(rows: readonly Row[], trouble: string | undefined): Promise<void> {
    this.#rows = rows;
    this.#trouble = trouble;
    await this.#draw();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    process.stdout.off("resize", this.#resized);
    process.off("exit", this.#atExit);
    process.off("SIGTSTP", this.#suspend);
    process.off("SIGCONT", this.#goOn);
    this.#signals[Symbol.dispose]();
    process.stdout.write(`${leave}${this.#lines.map((line) => `${line}\n`).join("")}`);
  }

  async #draw(): Promise<void> {
    const { stdout } = process;
    const { columns, rows: height } = terminalSize(stdout);
    const table =
      this.#rows.length > 0
        ? await renderTable(this.#list.columns, this.#rows, {
            maxWidth: columns,
            paintTitle: (title) => style("bold", title, stdout),
          })
        : [this.#list.nothing];
    if (!this.#open) return;
    this.#lines = table;
    const room = Math.max(1, height - 2);
    const hidden = table.length - room;
    const shown = hidden > 0 ? [...table.slice(0, room - 1), `… ${hidden + 1} more`] : table;
    const state = this.#trouble === undefined ? "" : `No answer: ${stripToLine(this.#trouble)}. `;
    const footer = `${state}${new Date().toTimeString().slice(0, 8)}, Ctrl-C leaves`.slice(0, columns);
    const painted = style(this.#trouble === undefined ? "dim" : "red", footer, stdout);
    const lines = [...shown, "", painted].slice(0, height).map((line) => `${line}\x1b[K`);
    stdout.write(asOneUpdate(`\x1b[H${lines.join("\r\n")}\x1b[J`));
  }
}
