import { endUpdate } from "../../src/terminal/one-update.ts";
import type { Command } from "./command.ts";
import { type Screen, screenAfter } from "./screen.ts";

/**
 * What is seen once a whole frame shows `text`, and ended after what had been written at `from`: output arrives in pieces
 * of any size, so a text that is there says nothing of what stands beside it.
 */
export async function frameWith(
  command: Command,
  text: string,
  { columns, rows, from = 0 }: { columns: number; rows: number; from?: number },
): Promise<Screen> {
  for (let end = from; ; ) {
    await command.gets(endUpdate, end);
    end = command.stdout.indexOf(endUpdate, end) + endUpdate.length;
    const screen = await screenAfter(command.stdout.slice(0, end), columns, rows);
    if (screen.lines.some((line) => line.includes(text))) return screen;
  }
}
