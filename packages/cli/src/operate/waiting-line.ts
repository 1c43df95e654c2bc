import { canDraw } from "../terminal/can-draw.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { style } from "../terminal/style.ts";
import { terminalSize } from "../terminal/terminal-size.ts";
import { cutToWidth, textWidthFor } from "../terminal/text-width.ts";

/** Says on a terminal, for as long as it takes, what is waited for and since when. */
export async function whileWaiting<T>(what: string, work: () => Promise<T>): Promise<T> {
  const { stderr } = process;
  if (!canDraw(stderr)) return work();
  const text = stripToLine(what);
  const widthOf = await textWidthFor([text]);
  const begin = performance.now();
  const draw = (): void => {
    const seconds = Math.floor((performance.now() - begin) / 1000);
    // One less than the width, so that no terminal wraps, which a carriage return would not undo.
    const line = cutToWidth(
      `${text}: ${seconds > 0 ? `${seconds} s, ` : ""}Ctrl-C leaves`,
      terminalSize(stderr).columns - 1,
      widthOf,
    );
    stderr.write(`\r\x1b[K${style("dim", line, stderr)}`);
  };
  draw();
  const timer = setInterval(draw, 1_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    stderr.write("\r\x1b[K");
  }
}
