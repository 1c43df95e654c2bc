import { askChat, askCount, askEmbedding } from "./ask.ts";
import type { Caller } from "./callers/caller.ts";
import type { FaultLog } from "./faults/fault-loop.ts";
import type { Ledger } from "./ledger.ts";
import type { Random } from "./random.ts";

export interface LoadOptions {
  /** Sets its requests apart from those of other loads. */
  name: string;
  requests: number;
  /** How many at once. */
  parallel: number;
  callers: readonly Caller[];
  random: Random;
  ledger: Ledger;
  log: FaultLog;
  onCancel?: (id: string) => void;
  onProgress?: (done: number) => void;
}

/** More than all timeouts of a request together: two questions to two controllers that hang, and two to workers. */
const limitMs = 60_000;

/** Asks in all ways until all requests are accounted for. */
export async function runLoad({
  name,
  requests,
  parallel,
  callers,
  random,
  ledger,
  log,
  ...told
}: LoadOptions): Promise<void> {
  let begun = 0;
  let done = 0;
  const askOne = async (number: number): Promise<void> => {
    const caller = random.pick(callers);
    const id = `${name}${number.toString(36)}`;
    const kind = random.share();
    const tokens = random.int(5, 60);
    const cancelAfter = random.share() < 0.05 ? random.int(1, tokens) : undefined;
    const from = performance.now();
    const result =
      kind < 0.1
        ? await askEmbedding(caller, id, limitMs)
        : kind < 0.2 && caller.count
          ? await askCount(caller.count, id, tokens, limitMs)
          : await askChat(caller, { id, tokens }, { limitMs, cancelAfter, onCancel: told.onCancel });
    const outcome = result.outcome === "unanswered" && log.losersSince(from) > 1 ? "hit-twice" : result.outcome;
    const seconds = (performance.now() - from) / 1_000;
    ledger.add({ ...result, outcome, way: caller.way, faults: log.since(from), seconds });
    done += 1;
    told.onProgress?.(done);
  };
  const lane = async (): Promise<void> => {
    while (begun < requests) await askOne(begun++);
  };
  await Promise.all(Array.from({ length: parallel }, lane));
}
