import type { ModelInstance } from "@modelfleet/client";
import type { SupportedModel, WorkerSupportedModels } from "@modelfleet/core";
import { addressOf } from "./fleet-reading.ts";

/** A model that one or more workers can start: its name, type and provider together. */
export interface Startable {
  key: string;
  model: string;
  workerType: string;
  provider: string | undefined;
  description: string | undefined;
  places: readonly Place[];
}

/** A worker that offers it. */
export interface Place {
  host: string;
  port: number;
  address: string;
  offered: SupportedModel;
  /** Why it cannot be started there, where it cannot. */
  hindrance: "runs" | "path" | "disabled" | undefined;
}

/** What the workers offer, by name. */
export function startables(
  workers: readonly WorkerSupportedModels[],
  instances: readonly ModelInstance[],
): Startable[] {
  const healthy = new Set(
    instances.filter((row) => row.healthy && row.enabled).map((row) => `${row.workerKey} ${addressOf(row)}`),
  );
  const offers = workers.flatMap(({ host, port, models }) =>
    models.map((offered) => ({
      key: [offered.model, offered.workerType, offered.provider ?? ""].join("\n"),
      place: { host, port, address: addressOf({ host, port }), offered, hindrance: hindrance(offered, host, port) },
    })),
  );
  function hindrance(offered: SupportedModel, host: string, port: number): Place["hindrance"] {
    if (healthy.has(`${offered.model}@${offered.workerType} ${addressOf({ host, port })}`)) return "runs";
    if (offered.enabled) return undefined;
    return offered.path !== undefined && !offered.pathExist ? "path" : "disabled";
  }
  return [...Map.groupBy(offers, ({ key }) => key)]
    .map(([key, rows]): Startable => {
      const [first] = rows;
      const offered = first?.place.offered;
      return {
        key,
        model: offered?.model ?? "",
        workerType: offered?.workerType ?? "",
        provider: offered?.provider,
        description: offered?.description,
        places: rows.map(({ place }) => place),
      };
    })
    .sort((a, b) => a.model.localeCompare(b.model) || a.key.localeCompare(b.key));
}
