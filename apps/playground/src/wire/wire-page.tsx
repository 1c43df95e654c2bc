import { ArrowLeft, ArrowLeftRight } from "lucide-react";
import { Link, useLocation, useParams } from "wouter";
import { useMediaQuery } from "../app/use-media-query.ts";
import { Button } from "../design/button.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { Page } from "../design/page.tsx";
import { WithCode } from "../design/with-code.tsx";
import type { Connection } from "../fleet-connection/connection.ts";
import { useConnection } from "../fleet-connection/use-fleet.ts";
import { useCommands } from "../state/commands.ts";
import { useWording } from "../state/wording.ts";
import { ExchangeDetail } from "./exchange-detail.tsx";
import { ExchangeList } from "./exchange-list.tsx";
import { useExchanges } from "./use-exchanges.ts";
import styles from "./wire-page.module.css";
import { wireWording } from "./wire-wording.ts";

const docsUrl = "https://www.npmjs.com/package/@modelfleet/transport";

/** The last requests beside the one that is looked at; one after the other where there is no room for both. */
export default function WirePage() {
  const t = useWording(wireWording);
  const connection = useConnection();
  return (
    <Page
      title={t.title}
      lead={
        <>
          {t.lead}{" "}
          <span className={styles.explain}>
            <WithCode text={t.explain} />{" "}
            <a href={docsUrl} target="_blank" rel="noreferrer">
              {t.docs}
            </a>
          </span>
        </>
      }
    >
      {connection ? <Exchanges connection={connection} /> : <NothingYet />}
    </Page>
  );
}

function NothingYet() {
  const t = useWording(wireWording);
  const [, navigate] = useLocation();
  return (
    <EmptyState
      icon={<ArrowLeftRight />}
      title={t.empty}
      actions={
        <Button look="primary" onClick={() => navigate("/chat")}>
          {t.toChat}
        </Button>
      }
    >
      {t.emptyLead}
    </EmptyState>
  );
}

function Exchanges({ connection }: { connection: Connection }) {
  const t = useWording(wireWording);
  const exchanges = useExchanges(connection.log);
  const [, navigate] = useLocation();
  const id = useParams()["*"] || undefined;
  const wide = useMediaQuery("(width >= 70rem)");
  // Beside the list the newest is shown until one is chosen.
  const shown = id === undefined ? (wide ? exchanges[0] : undefined) : exchanges.find((exchange) => exchange.id === id);

  const step = (by: number) => {
    const place = shown ? exchanges.indexOf(shown) : -1;
    const next = exchanges[Math.min(exchanges.length - 1, Math.max(0, place + by))];
    if (next) navigate(`/wire/${next.id}`, { replace: id !== undefined });
  };
  useCommands(t.title, [
    { id: "wire-newer", label: t.previous, keys: "k", run: () => step(-1) },
    { id: "wire-older", label: t.next, keys: "j", run: () => step(1) },
    { id: "wire-newest", label: t.pickFirst, run: () => navigate("/wire") },
  ]);

  if (exchanges.length === 0) return <NothingYet />;
  const list = (
    <ExchangeList
      exchanges={exchanges}
      current={shown?.id}
      onClear={() => {
        connection.log.clear();
        navigate("/wire", { replace: true });
      }}
    />
  );
  const detail = shown ? (
    <ExchangeDetail key={`${shown.id} ${shown.status}`} exchange={shown} connection={connection} />
  ) : (
    id !== undefined && <EmptyState title={t.gone}>{t.goneLead}</EmptyState>
  );
  if (wide) {
    return (
      <div className={styles.columns}>
        {list}
        {detail}
      </div>
    );
  }
  return id === undefined ? (
    list
  ) : (
    <>
      <Link href="/wire" className={styles.back}>
        <ArrowLeft aria-hidden="true" /> {t.back}
      </Link>
      {detail}
    </>
  );
}
