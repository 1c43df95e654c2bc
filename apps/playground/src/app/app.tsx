import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { useEffect } from "react";
import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";
import { ToastProvider } from "../design/toast.tsx";
import { listenForShortcuts } from "../state/shortcuts.ts";
import { useWording } from "../state/wording.ts";
import { Shell } from "./shell.tsx";
import { shellWording } from "./shell-wording.ts";

export function App() {
  const t = useWording(shellWording);
  useEffect(listenForShortcuts, []);
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={500}>
        <ToastProvider closeLabel={t.close}>
          {/* The path stands behind #, so that the page works in any folder of any server. */}
          <Router hook={useHashLocation}>
            <Shell />
          </Router>
        </ToastProvider>
      </Tooltip.Provider>
    </CSPProvider>
  );
}
