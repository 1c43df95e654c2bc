import { stripControls } from "./control-stripper.ts";
import { style } from "./style.ts";

/** Standard output carries data and nothing else; everything said to a person goes to standard error. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Beside the point, such as a hint. */
export function sayAside(line: string): void {
  say(style("dim", line, process.stderr));
}

/** Messages may quote what a server sent. */
export function sayError(message: string): void {
  say(`${style("red", "error:", process.stderr)} ${stripControls(message)}`);
}
