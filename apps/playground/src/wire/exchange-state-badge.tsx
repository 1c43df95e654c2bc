import { Badge } from "../design/badge.tsx";
import type { Exchange } from "../fleet-connection/exchange-log.ts";
import { useWording } from "../state/wording.ts";
import { type ExchangeState, stateOf } from "./exchange-facts.ts";
import { wireWording } from "./wire-wording.ts";

const kinds = {
  coming: "accent",
  complete: "success",
  refused: "danger",
  failed: "danger",
  left: "plain",
} as const satisfies Record<ExchangeState, string>;

/** How it stands, with the status where that says more. */
export function ExchangeStateBadge({ exchange }: { exchange: Exchange }) {
  const t = useWording(wireWording);
  const state = stateOf(exchange);
  return (
    <Badge kind={kinds[state]} dot>
      {t[state]}
      {state === "refused" || state === "complete" ? ` ${exchange.status}` : ""}
    </Badge>
  );
}
