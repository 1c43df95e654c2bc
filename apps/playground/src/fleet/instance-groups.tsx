import { useMediaQuery } from "../app/use-media-query.ts";
import type { Connection } from "../fleet-connection/connection.ts";
import type { Exchange } from "../fleet-connection/exchange-log.ts";
import { modelOf } from "../wire/exchange-facts.ts";
import type { FleetStatus } from "./fleet-history.ts";
import { InstanceCards } from "./instance-cards.tsx";
import type { AskIntent } from "./instance-menu.tsx";
import { InstanceTable } from "./instance-table.tsx";
import { groupByModel, type InstancesProps } from "./model-group.ts";
import { useExchangeHeads } from "./use-exchange-heads.ts";

/** A table where there is room for it, cards elsewhere. */
export function InstanceGroups({
  fleet,
  connection,
  ask,
}: {
  fleet: FleetStatus;
  connection: Connection;
  ask: AskIntent;
}) {
  const wide = useMediaQuery("(width >= 76rem)");
  const exchanges = useExchangeHeads(connection.log);
  const answered = exchanges.filter(({ instance, end }) => instance && end?.kind !== "failed");
  const props: InstancesProps = {
    fleet,
    ask,
    groups: groupByModel(fleet.instances),
    newest: answered[0],
    lastOf: ({ address, instance }) => answered.find((exchange) => isBy(exchange, address, instance.modelName)),
  };
  return wide ? <InstanceTable {...props} /> : <InstanceCards {...props} />;
}

const isBy = (exchange: Exchange, address: string, model: string): boolean =>
  exchange.instance === address && modelOf(exchange) === model;
