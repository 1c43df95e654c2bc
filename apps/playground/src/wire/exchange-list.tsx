import { Link } from "wouter";
import { Button } from "../design/button.tsx";
import { type Exchange, keptExchanges } from "../fleet-connection/exchange-log.ts";
import { formatDuration } from "../state/format.ts";
import { useLanguage, useWording } from "../state/wording.ts";
import { lastedMs, modelOf, routeOf, sizeOf, stateOf } from "./exchange-facts.ts";
import styles from "./exchange-list.module.css";
import { ExchangeStateBadge } from "./exchange-state-badge.tsx";
import { formatBytes } from "./format-bytes.ts";
import { wireWording } from "./wire-wording.ts";

/** What was asked last, the newest first. */
export function ExchangeList({
  exchanges,
  current,
  onClear,
}: {
  exchanges: readonly Exchange[];
  current: string | undefined;
  onClear: () => void;
}) {
  const t = useWording(wireWording);
  return (
    <nav className={styles.list} aria-labelledby="exchanges">
      <header className={styles.header}>
        <h2 id="exchanges" className={styles.title}>
          {t.exchanges}
        </h2>
        <Button size="sm" look="quiet" title={t.clearHint} onClick={onClear}>
          {t.clear}
        </Button>
      </header>
      <ul className={styles.rows}>
        {exchanges.map((exchange) => (
          <li key={exchange.id}>
            <Row exchange={exchange} current={exchange.id === current} />
          </li>
        ))}
      </ul>
      <p className={styles.note}>{t.exchangesLead(keptExchanges)}</p>
    </nav>
  );
}

function Row({ exchange, current }: { exchange: Exchange; current: boolean }) {
  const t = useWording(wireWording);
  const language = useLanguage();
  const time = new Date(exchange.sentAt).toLocaleTimeString(language === "zh" ? "zh-CN" : "en", { hour12: false });
  const state = stateOf(exchange);
  return (
    <Link href={`/wire/${exchange.id}`} className={styles.row} aria-current={current ? "true" : undefined}>
      <span className={styles.line}>
        <span className={styles.model}>{modelOf(exchange) ?? routeOf(exchange)}</span>
        <ExchangeStateBadge exchange={exchange} />
      </span>
      <span className={styles.path}>
        {exchange.method} {routeOf(exchange)}
      </span>
      <span className={styles.facts}>
        <span className={styles.instance}>{exchange.instance ?? t.noWorker}</span>
        <span>
          {state === "coming" ? "" : `${formatDuration(lastedMs(exchange))} · `}
          {formatBytes(sizeOf(exchange))}
        </span>
        <time dateTime={new Date(exchange.sentAt).toISOString()}>{time}</time>
      </span>
    </Link>
  );
}
