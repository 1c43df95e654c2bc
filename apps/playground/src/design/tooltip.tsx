import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement } from "react";
import floating from "./floating.module.css";
import { Keys } from "./keys.tsx";

/** Names what it wraps, for the eye; its child must have a name of its own for screen readers. */
export function Tooltip({ text, keys, children }: { text: string; keys?: string | undefined; children: ReactElement }) {
  return (
    // Escape means what is around it too: a dialog closes, an answer stops, and not at the second press only.
    <Base.Root onOpenChange={(_open, how) => how.reason === "escape-key" && how.allowPropagation()}>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className={floating.positioner}>
          <Base.Popup className={floating.tooltip}>
            {text}
            {keys && <Keys keys={keys} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
