import type { ModelInstance } from "@modelfleet/client";
import type { WorkerType } from "@modelfleet/core";
import { Ellipsis, Play, RotateCw, SlidersHorizontal, Square } from "lucide-react";
import { IconButton } from "../design/icon-button.tsx";
import { Menu, MenuItem, MenuSeparator } from "../design/menu.tsx";
import { useWording } from "../state/wording.ts";
import type { FleetAction } from "./fleet-actions.ts";
import type { FleetStatus, InstanceStatus } from "./fleet-history.ts";
import { fleetWording } from "./fleet-wording.ts";

/** What a person may ask of the fleet; a dialog does the rest. */
export type FleetIntent = FleetAction | { kind: "start"; model?: string; workerType?: string; address?: string };

export type AskIntent = (intent: FleetIntent) => void;

/** What can be done with one instance, or with all instances of a model. */
export function InstanceMenu({
  statuses,
  fleet,
  ask,
}: {
  /** Of one model; all of them for the model's own menu. */
  statuses: readonly InstanceStatus[];
  fleet: FleetStatus;
  ask: AskIntent;
}) {
  const t = useWording(fleetWording);
  const [first] = statuses;
  if (!first) return null;
  const { modelName: model } = first.instance;
  const workerType = first.instance.workerType as WorkerType;
  const all = statuses.length > 1;
  const reachable = new Set(fleet.workers.filter(({ health }) => health === "healthy").map(({ address }) => address));
  const running = statuses.filter(({ health }) => health !== "unhealthy").map(({ instance }) => instance);
  const act = (kind: FleetAction["kind"], instances: readonly ModelInstance[]) =>
    ask({ kind, model, workerType, instances });
  const stopped = first.health === "unhealthy" && !all;
  return (
    <Menu
      trigger={
        <IconButton
          size="sm"
          label={t.more(all ? model : `${model} ${first.address}`)}
          icon={<Ellipsis aria-hidden="true" />}
        />
      }
    >
      {stopped ? (
        <MenuItem
          icon={<Play aria-hidden="true" />}
          disabled={!reachable.has(first.address)}
          onSelect={() => ask({ kind: "start", model, workerType, address: first.address })}
        >
          {reachable.has(first.address) ? t.startShort : t.workerGone}
        </MenuItem>
      ) : (
        <>
          <MenuItem
            icon={<SlidersHorizontal aria-hidden="true" />}
            disabled={running.length === 0}
            onSelect={() => act("apply", running)}
          >
            {all ? t.applyAll : t.apply}
          </MenuItem>
          <MenuItem
            icon={<RotateCw aria-hidden="true" />}
            disabled={running.length === 0}
            onSelect={() => act("restart", running)}
          >
            {all ? t.restartAll : t.restart}
          </MenuItem>
          <MenuSeparator />
          <MenuItem
            icon={<Square aria-hidden="true" />}
            danger
            disabled={running.length === 0}
            onSelect={() => act("stop", running)}
          >
            {all ? t.stopAll : t.stop}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
