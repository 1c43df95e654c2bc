import { setTimeout as delay } from "node:timers/promises";
import type { ModelInstance } from "@modelfleet/core";
import { instanceRow } from "../commands/instance-rows.ts";
import { reasonOf } from "../controller/reason.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { ChangeLog } from "./change-log.ts";
import { WatchScreen } from "./watch-screen.ts";
import type { WatchView } from "./watch-view.ts";

export interface WatchOptions {
  list: () => Promise<ModelInstance[]>;
  /** What to say of an empty list. */
  nothing: string;
  json?: boolean | undefined;
  signal: AbortSignal;
}

const intervalMs = 2_000;

/**
 * Looks again and again, until Ctrl-C. The first look must succeed; a later one may fail, which is said until one
 * succeeds again.
 */
export async function watchInstances({ list, nothing, json = false, signal }: WatchOptions): Promise<ExitCode> {
  let instances = await list();
  let trouble: string | undefined;
  const view: WatchView = process.stdout.isTTY && !json ? new WatchScreen(nothing) : new ChangeLog(nothing, json);
  try {
    for (;;) {
      await view.show(instances.map(instanceRow), trouble);
      await delay(intervalMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return exitCodes.interrupted;
      try {
        instances = await list();
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
