import { Dialog } from "@base-ui/react/dialog";
import { Menu as MenuIcon } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import floating from "../design/floating.module.css";
import { IconButton } from "../design/icon-button.tsx";
import { ConnectionDialog } from "../fleet-connection/connection-dialog.tsx";
import { ConnectionNotice } from "../fleet-connection/connection-notice.tsx";
import { connectInitially } from "../fleet-connection/connection-store.ts";
import { useCommands } from "../state/commands.ts";
import { useWording } from "../state/wording.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { PageLoading } from "./page-loading.tsx";
import { pages } from "./pages.ts";
import styles from "./shell.module.css";
import { shellWording } from "./shell-wording.ts";
import { Sidebar } from "./sidebar.tsx";
import { SlotsContext } from "./slots.tsx";
import { useMediaQuery } from "./use-media-query.ts";

const CommandPalette = lazy(() => import("./command-palette.tsx"));

/** In a suspended tree nothing is mounted: its effect waits for the page's own code. */
function WhenUsable({ run }: { run: () => void }) {
  useEffect(run, [run]);
  return null;
}

let connecting = false;

/** The fleet's code is not asked for before the page can be used. */
function connectOnce(): void {
  if (connecting) return;
  connecting = true;
  // What the budget of scripts is measured up to.
  performance.mark("usable");
  // After the page was drawn, where browsers can tell.
  const begin = () => void connectInitially();
  if ("requestIdleCallback" in window) requestIdleCallback(begin, { timeout: 1_000 });
  else setTimeout(begin, 50);
}

/** Navigation beside the page; on a phone in a drawer. */
export function Shell() {
  const t = useWording(shellWording);
  const [location, navigate] = useLocation();
  const wide = useMediaQuery("(width >= 56rem)");
  const [drawer, setDrawer] = useState(false);
  const [palette, setPalette] = useState(false);
  const [sidebar, setSidebar] = useState<HTMLElement | null>(null);
  const [topbar, setTopbar] = useState<HTMLElement | null>(null);
  const slots = useMemo(() => ({ sidebar, topbar, closeSidebar: () => setDrawer(false) }), [sidebar, topbar]);
  const page = pages.find(({ path }) => location === path || location.startsWith(`${path}/`));

  useEffect(() => {
    document.title = page ? `${t[page.name]} · modelfleet` : "modelfleet";
  }, [page, t]);

  useCommands(
    t.goTo,
    pages.map(({ path, name, keys }) => ({ id: `go-${name}`, label: t[name], keys, run: () => navigate(path) })),
  );
  useCommands(t.general, [{ id: "palette", label: t.commands, keys: "mod+k", run: () => setPalette(true) }]);

  const navigation = (
    <Sidebar slot={setSidebar} onNavigate={() => setDrawer(false)} onPalette={() => setPalette(true)} />
  );
  return (
    <SlotsContext value={slots}>
      <button type="button" className={styles.skip} onClick={() => document.getElementById("content")?.focus()}>
        {t.skip}
      </button>
      <div className={styles.shell}>
        {wide && <aside className={styles.aside}>{navigation}</aside>}
        <div className={styles.column}>
          <header className={styles.topbar}>
            {!wide && (
              <Dialog.Root open={drawer} onOpenChange={setDrawer}>
                <Dialog.Trigger render={<IconButton label={t.openMenu} icon={<MenuIcon aria-hidden="true" />} />} />
                <Dialog.Portal>
                  <Dialog.Backdrop className={floating.backdrop} />
                  <Dialog.Popup className={styles.drawer} aria-label={t.navigation}>
                    {navigation}
                  </Dialog.Popup>
                </Dialog.Portal>
              </Dialog.Root>
            )}
            <div ref={setTopbar} className={styles.topbarSlot} />
          </header>
          <main id="content" className={styles.content} tabIndex={-1}>
            <ConnectionNotice />
            <ErrorBoundary key={page?.path ?? "none"}>
              <Suspense fallback={<PageLoading />}>
                <WhenUsable run={connectOnce} />
                <Switch>
                  {pages.map(({ path, component }) => (
                    <Route key={path} path={`${path}/*?`} component={component} />
                  ))}
                  <Route>
                    <Redirect to="/chat" replace />
                  </Route>
                </Switch>
              </Suspense>
            </ErrorBoundary>
          </main>
        </div>
      </div>
      <ConnectionDialog />
      {palette && (
        <Suspense>
          <CommandPalette onClose={() => setPalette(false)} />
        </Suspense>
      )}
    </SlotsContext>
  );
}
