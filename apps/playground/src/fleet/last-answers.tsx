import { Link } from "wouter";
import { Badge } from "../design/badge.tsx";
import { Card } from "../design/card.tsx";
import type { Connection } from "../fleet-connection/connection.ts";
import type { Exchange } from "../fleet-connection/exchange-log.ts";
import { formatDuration } from "../state/format.ts";
import { useLanguage, useWording } from "../state/wording.ts";
import { modelOf } from "../wire/exchange-facts.ts";
import { fleetWording } from "./fleet-wording.ts";
import styles from "./last-answers.module.css";
import { useExchangeHeads } from "./use-exchange-heads.ts";

const shown = 6;

/** Which instance served what was asked from this tab. */
export function LastAnswers({ connection }: { connection: Connection }) {
  const t = useWording(fleetWording);
  const exchanges = useExchangeHeads(connection.log);
  return (
    <Card title={t.answers}>
      {exchanges.length === 0 ? (
        <p className={styles.none}>{t.noAnswers}</p>
      ) : (
        <ul className={styles.rows}>
          {exchanges.slice(0, shown).map((exchange) => (
            <Row key={exchange.id} exchange={exchange} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Row({ exchange }: { exchange: Exchange }) {
  const t = useWording(fleetWording);
  const language = useLanguage();
  const { end, status = 0, instance } = exchange;
  const model = modelOf(exchange) ?? "–";
  const time = new Date(exchange.sentAt).toLocaleTimeString(language === "zh" ? "zh-CN" : "en", { hour12: false });
  return (
    <li>
      <Link href={`/wire/${exchange.id}`} className={styles.row}>
        <time className={styles.time}>{time}</time>
        <span className={styles.who}>
          <span className={styles.model}>{model}</span>
          <code className={styles.instance}>{instance ?? "–"}</code>
        </span>
        <span className={styles.time}>{end ? formatDuration(end.atMs) : ""}</span>
        {status >= 400 ? (
          <Badge kind="danger">
            {t.refused} {status}
          </Badge>
        ) : end ? (
          <Badge kind={end.kind === "failed" ? "danger" : "plain"}>
            {end.kind === "failed" ? t.brokeOff : end.kind === "left" ? t.stopped : t.ended}
          </Badge>
        ) : (
          <Badge kind="accent">{t.coming}</Badge>
        )}
      </Link>
    </li>
  );
}
