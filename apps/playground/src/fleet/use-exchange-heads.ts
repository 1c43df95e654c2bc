import { useState } from "react";
import type { Exchange, ExchangeLog } from "../fleet-connection/exchange-log.ts";
import { useStore } from "../state/store.ts";

/** The last exchanges, without news of each piece of an answer: only of what began, was answered, or ended. */
export function useExchangeHeads(log: ExchangeLog): readonly Exchange[] {
  const [select] = useState(headsSelector);
  return useStore(log.store, select);
}

/** Gives the same list for as long as only what came of the answers differs. */
function headsSelector(): (exchanges: readonly Exchange[]) => readonly Exchange[] {
  let before: readonly Exchange[] = [];
  return (exchanges) => {
    const same =
      exchanges.length === before.length &&
      exchanges.every(({ id, status, end }, place) => {
        const was = before[place];
        return was?.id === id && was.status === status && was.end === end;
      });
    if (!same) before = exchanges;
    return before;
  };
}
