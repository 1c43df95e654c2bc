import { useEffect, useState } from "react";
import type { Exchange, ExchangeLog } from "../fleet-connection/exchange-log.ts";

/** Often enough for eyes; a fast answer would have the whole page drawn anew with each picture of the screen. */
const everyMs = 200;

/** The last exchanges while they come, some times a second. */
export function useExchanges(log: ExchangeLog): readonly Exchange[] {
  const [shown, setShown] = useState(() => log.store.get());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      timer = undefined;
      setShown(log.store.get());
    };
    show();
    const leave = log.store.subscribe(() => {
      timer ??= setTimeout(show, everyMs);
    });
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [log]);
  return shown;
}
