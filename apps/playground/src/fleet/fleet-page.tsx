import { Boxes, Play } from "lucide-react";
import { lazy, Suspense, useCallback, useState } from "react";
import { Button } from "../design/button.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { Notice } from "../design/notice.tsx";
import { Page } from "../design/page.tsx";
import { Spinner } from "../design/spinner.tsx";
import { WithCode } from "../design/with-code.tsx";
import type { Connection } from "../fleet-connection/connection.ts";
import { connectionStore } from "../fleet-connection/connection-store.ts";
import { FaultControls } from "../fleet-connection/fault-controls.tsx";
import { type Polled, useConnection, usePolled } from "../fleet-connection/use-fleet.ts";
import { useCommands } from "../state/commands.ts";
import { useStore } from "../state/store.ts";
import { useLanguage, useWording } from "../state/wording.ts";
import { errorText } from "./error-text.ts";
import { FleetEvents } from "./fleet-events.tsx";
import type { FleetStatus } from "./fleet-history.ts";
import styles from "./fleet-page.module.css";
import { FleetSummary } from "./fleet-summary.tsx";
import { watchOf } from "./fleet-watch.ts";
import { fleetWording } from "./fleet-wording.ts";
import { InstanceGroups } from "./instance-groups.tsx";
import type { FleetIntent } from "./instance-menu.tsx";
import { LastAnswers } from "./last-answers.tsx";

const FleetDialogs = lazy(() => import("./fleet-dialogs.tsx"));

const everyMs = 2_000;
const readFleet = (connection: Connection, signal: AbortSignal): Promise<FleetStatus> =>
  watchOf(connection).read(signal);

/** The fleet as it is now, and what can be done with it. */
export default function FleetPage() {
  const t = useWording(fleetWording);
  const connection = useConnection();
  const polled = usePolled(readFleet, everyMs);
  const [intent, setIntent] = useState<FleetIntent>();
  const start = useCallback(() => setIntent({ kind: "start" }), []);
  const canStart = polled.data?.workers.some(({ health }) => health === "healthy") ?? false;
  useCommands(t.title, [
    { id: "fleet-refresh", label: t.refresh, keys: "r", run: polled.refresh },
    ...(canStart ? [{ id: "fleet-start", label: t.start, keys: "s", run: start }] : []),
  ]);
  return (
    <Page
      title={t.title}
      lead={t.lead}
      actions={
        <Button look="primary" icon={<Play aria-hidden="true" />} disabled={!canStart} onClick={start}>
          {t.start}
        </Button>
      }
    >
      {connection ? <Watched connection={connection} polled={polled} onIntent={setIntent} /> : <Unconnected />}
      {connection && intent && polled.data && (
        <Suspense>
          <FleetDialogs
            intent={intent}
            connection={connection}
            fleet={polled.data}
            onDone={polled.refresh}
            onClose={() => setIntent(undefined)}
          />
        </Suspense>
      )}
    </Page>
  );
}

function Unconnected() {
  const t = useWording(fleetWording);
  const { status } = useStore(connectionStore);
  if (status !== "failed") return <Loading />;
  return (
    <EmptyState icon={<Boxes />} title={t.notConnected}>
      {t.notConnectedLead}
    </EmptyState>
  );
}

function Loading() {
  const t = useWording(fleetWording);
  return (
    <p className={styles.loading} role="status">
      <Spinner /> {t.loading}
    </p>
  );
}

function Watched({
  connection,
  polled: { data, error, refresh },
  onIntent,
}: {
  connection: Connection;
  polled: Polled<FleetStatus>;
  onIntent: (intent: FleetIntent) => void;
}) {
  const t = useWording(fleetWording);
  const language = useLanguage();
  // What is known from before serves until the first answer.
  const status = data ?? watchOf(connection).status;
  const retry = (
    <Button size="sm" onClick={refresh}>
      {t.retry}
    </Button>
  );
  return (
    <>
      {error !== undefined && (
        <Notice kind={status ? "warning" : "danger"} title={t.failed} actions={retry}>
          {status
            ? t.stale(new Date(status.at).toLocaleTimeString(language === "zh" ? "zh-CN" : "en", { hour12: false }))
            : errorText(error)}
        </Notice>
      )}
      {!status && error === undefined && <Loading />}
      {status && (
        <div className={styles.fleet} data-stale={error === undefined ? undefined : ""}>
          {status.instances.length > 0 ? (
            <>
              <FleetSummary status={status} />
              <InstanceGroups fleet={status} connection={connection} ask={onIntent} />
            </>
          ) : (
            <EmptyState
              icon={<Boxes />}
              title={t.empty}
              actions={
                status.workers.length > 0 && (
                  <Button look="primary" onClick={() => onIntent({ kind: "start" })}>
                    {t.start}
                  </Button>
                )
              }
            >
              <WithCode text={status.workers.length > 0 ? t.emptyLead : t.emptyNoWorker} />
            </EmptyState>
          )}
        </div>
      )}
      <div className={styles.columns}>
        <div className={styles.column}>
          <LastAnswers connection={connection} />
          {connection.tab && <FaultControls tab={connection.tab} />}
        </div>
        <FleetEvents changes={watchOf(connection).changes} />
      </div>
    </>
  );
}
