import { lazy, Suspense } from "react";
import { useCommands } from "../state/commands.ts";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import { connectionDialog } from "./connection-dialog-store.ts";
import { connectionWording } from "./connection-wording.ts";

const ConnectionSettings = lazy(() => import("./connection-settings.tsx"));

/** Its content loads when it is first opened. */
export function ConnectionDialog() {
  const t = useWording(connectionWording);
  const open = useStore(connectionDialog);
  useCommands(t.connection, [{ id: "connection", label: t.change, run: () => connectionDialog.set(true) }]);
  return (
    open && (
      <Suspense>
        <ConnectionSettings onClose={() => connectionDialog.set(false)} />
      </Suspense>
    )
  );
}
