import { Badge } from "../design/badge.tsx";
import { classNames } from "../design/class-names.ts";
import { Tooltip } from "../design/tooltip.tsx";
import type { Exchange } from "../fleet-connection/exchange-log.ts";
import { formatCount, formatDuration } from "../state/format.ts";
import { useLanguage, useWording } from "../state/wording.ts";
import { ageText } from "./age.ts";
import { type Health, type InstanceStatus, meanFirstTokenMs } from "./fleet-history.ts";
import { fleetWording } from "./fleet-wording.ts";
import styles from "./instance-cells.module.css";
import { Sparkline } from "./sparkline.tsx";

const kinds = { healthy: "success", unhealthy: "danger", disabled: "plain" } as const satisfies Record<Health, string>;

export function HealthBadge({ health }: { health: Health }) {
  const t = useWording(fleetWording);
  return (
    <Badge kind={kinds[health]} dot>
      {t[health]}
    </Badge>
  );
}

export function Heartbeat({ status: { heartbeatAgeSeconds } }: { status: InstanceStatus }) {
  const t = useWording(fleetWording);
  return heartbeatAgeSeconds === undefined ? t.never : ageText(heartbeatAgeSeconds, t);
}

export type Figure = "inFlight" | "tokensPerSecond" | "firstTokenMs";
const series = { inFlight: 1, tokensPerSecond: 2, firstTokenMs: 3 } as const;

/** A figure of an instance with its last two minutes; "–" for workers that have none. */
export function FigureCell({ status, figure, at }: { status: InstanceStatus; figure: Figure; at: number }) {
  const t = useWording(fleetWording);
  const language = useLanguage();
  const { figures, samples } = status;
  if (!figures) {
    return (
      <div className={styles.figure}>
        <Tooltip text={t.noFiguresHere}>
          <span className={classNames(styles.value, styles.none)}>–</span>
        </Tooltip>
        <span className={styles.chart} />
      </div>
    );
  }
  const wait = meanFirstTokenMs(status);
  const text = {
    inFlight: () => formatCount(figures.inFlight, language),
    tokensPerSecond: () => formatCount(Math.round(samples.at(-1)?.tokensPerSecond ?? 0), language),
    firstTokenMs: () => (wait === undefined ? "–" : formatDuration(wait)),
  }[figure]();
  return (
    <div className={styles.figure}>
      <span className={styles.value}>{text}</span>
      <span className={styles.chart}>
        <Sparkline
          series={series[figure]}
          dots={figure === "firstTokenMs"}
          until={at}
          points={samples.map((sample) => ({ at: sample.at, value: sample[figure] }))}
        />
      </span>
    </div>
  );
}

/** When the instance last answered somebody in this tab. */
export function LastAnswer({ exchange, newest, at }: { exchange: Exchange | undefined; newest: boolean; at: number }) {
  const t = useWording(fleetWording);
  if (!exchange) return <span className={styles.none}>–</span>;
  if (!exchange.end) return <Badge kind="accent">{t.answering}</Badge>;
  return (
    <span className={styles.last}>
      {ageText((at - exchange.sentAt) / 1_000, t)}
      {newest && <Badge kind="accent">{t.servedLast}</Badge>}
    </span>
  );
}
