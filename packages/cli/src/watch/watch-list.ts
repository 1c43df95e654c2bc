import { setTimeout as delay } from "node:timers/promises";
import { reasonOf } from "../controller/reason.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { canDraw } from "../terminal/can-draw.ts";
import { ChangeLog } from "./change-log.ts";
import { WatchScreen } from "./watch-screen.ts";
import type { WatchedList, WatchView } from "./watch-view.ts";

export interface WatchOptions<Row> extends WatchedList<Row> {
  look: () => Promise<readonly Row[]>;
  json?: boolean | undefined;
  signal: AbortSignal;
}

const intervalMs = 2_000;

/**
 * Looks again and again, until Ctrl-C. The first look must succeed; a later one may fail, which is said until one
 * succeeds again.
 */
export async function watchList<Row>({ look, json = false, signal, ...list }: WatchOptions<Row>): Promise<ExitCode> {
  let rows = await look();
  let trouble: string | undefined;
  const view: WatchView<Row> = canDraw(process.stdout) && !json ? new WatchScreen(list) : new ChangeLog(list, json);
  try {
    for (;;) {
      await view.show(rows, trouble);
      await delay(intervalMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return exitCodes.interrupted;
      try {
        rows = await look();
        trouble = undefined;
      } catch (error) {
        if (signal.aborted) return exitCodes.interrupted;
        trouble = reasonOf(error);
      }
    }
  } finally {
    view.close();
  }
}
