import type { Connection } from "../fleet-connection/connection.ts";
import { ActionDialog } from "./action-dialog.tsx";
import type { FleetStatus } from "./fleet-history.ts";
import type { FleetIntent } from "./instance-menu.tsx";
import { StartDialog } from "./start-dialog.tsx";

/** What was asked for, in a dialog of its own. Loaded when it is first needed. */
export default function FleetDialogs({
  intent,
  connection,
  fleet,
  onDone,
  onClose,
}: {
  intent: FleetIntent;
  connection: Connection;
  fleet: FleetStatus;
  onDone: () => void;
  onClose: () => void;
}) {
  const shared = { connection, onDone, onClose };
  if (intent.kind !== "start") return <ActionDialog action={intent} {...shared} />;
  return <StartDialog intent={intent} instances={fleet.instances.map(({ instance }) => instance)} {...shared} />;
}
