import type { ReactNode } from "react";
import type { Exchange } from "../fleet-connection/exchange-log.ts";
import { formatCount, formatDuration } from "../state/format.ts";
import { useLanguage, useWording } from "../state/wording.ts";
import { ArrivalChart } from "./arrival-chart.tsx";
import type { Gaps } from "./arrivals.ts";
import { lastedMs, sizeOf } from "./exchange-facts.ts";
import styles from "./exchange-summary.module.css";
import { formatBytes, formatGap } from "./format-bytes.ts";
import type { ReadFrames } from "./frame-reader.ts";
import { wireWording } from "./wire-wording.ts";

/** Where it went, how long it took, how much came, and in what rhythm. @param read of an answer in frames */
export function ExchangeSummary({
  exchange,
  read,
  rhythm,
}: {
  exchange: Exchange;
  read: ReadFrames | undefined;
  rhythm: Gaps | undefined;
}) {
  const t = useWording(wireWording);
  const language = useLanguage();
  const first = read?.frames[0]?.atMs;
  return (
    <section className={styles.summary}>
      <p className={styles.address}>
        <span className={styles.method}>{exchange.method}</span> {exchange.url}
      </p>
      <dl className={styles.facts}>
        <Fact name={t.duration}>{formatDuration(lastedMs(exchange))}</Fact>
        <Fact name={t.size}>{formatBytes(sizeOf(exchange))}</Fact>
        {read && (
          <>
            <Fact name={t.frames}>{formatCount(read.count, language)}</Fact>
            <Fact name={t.firstFrame}>{first === undefined ? "–" : formatGap(first)}</Fact>
            <Fact name={t.medianGap}>{rhythm ? formatGap(rhythm.medianMs) : "–"}</Fact>
            <Fact name={t.longestGap}>{rhythm ? formatGap(rhythm.longestMs) : "–"}</Fact>
          </>
        )}
        <Fact name={t.worker} place="worker">
          <span className={styles.mono}>{exchange.instance ?? "–"}</span>
        </Fact>
        {read && (
          <Fact name={t.cameAs} place="cameAs">
            <CameAs exchange={exchange} read={read} />
          </Fact>
        )}
      </dl>
      {read && read.count > 1 && <ArrivalChart frames={read.frames} untilMs={lastedMs(exchange)} />}
    </section>
  );
}

function Fact({
  name,
  place = "fact",
  children,
}: {
  name: string;
  place?: "fact" | "worker" | "cameAs";
  children: ReactNode;
}) {
  return (
    <div className={styles[place]}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The view of the wire that it came in, and what the other one would have cost. */
function CameAs({ exchange, read }: { exchange: Exchange; read: ReadFrames }) {
  const t = useWording(wireWording);
  const { cumulativeBytes, deltaBytes } = read;
  const ratio = deltaBytes > 0 ? cumulativeBytes / deltaBytes : 1;
  const shown = ratio < 10 ? ratio.toFixed(1) : Math.round(ratio).toString();
  const deltas = exchange.responseHeaders["x-modelfleet-stream"]?.toLowerCase() === "delta";
  return (
    <>
      {deltas ? t.asDeltas : t.asCumulative}
      {ratio >= 1.1 && (
        <span className={styles.soft}>
          {" · "}
          {deltas ? t.wouldBe(formatBytes(cumulativeBytes), shown) : t.wouldBeDeltas(formatBytes(deltaBytes), shown)}
        </span>
      )}
    </>
  );
}
