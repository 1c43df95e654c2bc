import { Terminal } from "lucide-react";
import { useMemo, useState } from "react";
import { Button } from "../design/button.tsx";
import { Notice } from "../design/notice.tsx";
import { SegmentedControl } from "../design/segmented-control.tsx";
import { useToasts } from "../design/toast.tsx";
import type { Connection } from "../fleet-connection/connection.ts";
import type { Exchange } from "../fleet-connection/exchange-log.ts";
import { tokenStorage } from "../fleet-connection/token-storage.ts";
import { useWording } from "../state/wording.ts";
import { gaps } from "./arrivals.ts";
import { curlOf, isWhole } from "./curl.ts";
import styles from "./exchange-detail.module.css";
import { hasFrames, modelOf, routeOf } from "./exchange-facts.ts";
import { AnswerPart, HeadersPart, RequestPart } from "./exchange-parts.tsx";
import { ExchangeStateBadge } from "./exchange-state-badge.tsx";
import { ExchangeSummary } from "./exchange-summary.tsx";
import { formatBytes } from "./format-bytes.ts";
import { FrameBrowser } from "./frame-browser.tsx";
import { useFrames } from "./use-frames.ts";
import { wireWording } from "./wire-wording.ts";

type Part = "answer" | "request" | "headers";

/** One request and its answer. Needs a key: see `useFrames`. */
export function ExchangeDetail({ exchange, connection }: { exchange: Exchange; connection: Connection }) {
  const t = useWording(wireWording);
  const [part, setPart] = useState<Part>("answer");
  const read = useFrames(exchange);
  const framed = hasFrames(exchange);
  const { frames, count } = read;
  // The list grows in place.
  const rhythm = useMemo(() => gaps(frames.slice(0, count)), [frames, count]);
  return (
    <article className={styles.detail} aria-labelledby="exchange">
      <header className={styles.header}>
        <h2 id="exchange" className={styles.title}>
          {modelOf(exchange) ?? routeOf(exchange)}
        </h2>
        <ExchangeStateBadge exchange={exchange} />
        <CurlButton exchange={exchange} connection={connection} />
      </header>
      {exchange.end?.kind === "failed" && (
        <Notice kind="danger" title={t.brokeOff}>
          {exchange.end.message}
        </Notice>
      )}
      <ExchangeSummary exchange={exchange} read={framed ? read : undefined} rhythm={rhythm} />
      {exchange.droppedBytes > 0 && <Notice kind="warning">{t.dropped(formatBytes(exchange.droppedBytes))}</Notice>}
      {framed && read.failure && (
        <Notice kind="warning" title={t.decoderSays}>
          {read.failure}
        </Notice>
      )}
      {framed && exchange.end && exchange.droppedBytes === 0 && read.unfinishedBytes > 0 && (
        <Notice kind="warning">{t.unfinished(formatBytes(read.unfinishedBytes))}</Notice>
      )}
      <div>
        <SegmentedControl
          label={t.part}
          value={part}
          choices={(["answer", "request", "headers"] as const).map((value) => ({ value, label: t[value] }))}
          onChange={setPart}
        />
      </div>
      {part === "request" && <RequestPart exchange={exchange} />}
      {part === "headers" && <HeadersPart exchange={exchange} />}
      {part === "answer" &&
        (framed ? (
          <FrameBrowser read={read} rhythm={rhythm} ended={exchange.end !== undefined} />
        ) : (
          <AnswerPart exchange={exchange} />
        ))}
    </article>
  );
}

function CurlButton({ exchange, connection }: { exchange: Exchange; connection: Connection }) {
  const t = useWording(wireWording);
  const toasts = useToasts();
  const { target } = connection;
  const whole = isWhole(exchange);
  const copy = async () => {
    const token = target.mode === "cluster" && tokenStorage.get(target.address) !== undefined;
    try {
      await navigator.clipboard.writeText(curlOf(exchange, { token }));
      toasts.show(target.mode === "tab" ? t.curlTab : t.curlCopied);
    } catch {
      toasts.show(t.copyFailed, { danger: true });
    }
  };
  return (
    <Button
      size="sm"
      className={styles.curl}
      icon={<Terminal aria-hidden="true" />}
      disabled={!whole}
      title={whole ? undefined : t.curlCut}
      onClick={() => void copy()}
    >
      {t.copyCurl}
    </Button>
  );
}
