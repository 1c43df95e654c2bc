import xterm from "@xterm/headless";

export interface Screen {
  /** What is seen, a line for each row, without spaces at their ends. */
  lines: string[];
  /** Whether it is the second screen, which programs that take the whole terminal use. */
  alternate: boolean;
  cursorHidden: boolean;
}

/** What a terminal shows after this output. */
export async function screenAfter(output: string, columns: number, rows: number): Promise<Screen> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(output, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from(
    { length: rows },
    (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? "",
  );
  const screen = {
    lines: lines.map((line) => line.trimEnd()),
    alternate: active.type === "alternate",
    cursorHidden: output.lastIndexOf("\x1b[?25l") > output.lastIndexOf("\x1b[?25h"),
  };
  terminal.dispose();
  return screen;
}
