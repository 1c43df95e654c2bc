import { Table } from "../design/table.tsx";
import type { Exchange } from "../fleet-connection/exchange-log.ts";
import { CodeBlock } from "../markdown/code-block.tsx";
import { useWording } from "../state/wording.ts";
import { isWhole } from "./curl.ts";
import { answerText, keptBytesOf, sizeOf } from "./exchange-facts.ts";
import styles from "./exchange-parts.module.css";
import { formatBytes } from "./format-bytes.ts";
import { prettyJson } from "./frame-text.ts";
import { wireWording } from "./wire-wording.ts";

/** As much of one text as a page shows without stopping. */
const shownBytes = 128 * 1024;

export function RequestPart({ exchange }: { exchange: Exchange }) {
  const t = useWording(wireWording);
  const { requestBody } = exchange;
  if (!requestBody) return <p className={styles.note}>{t.noRequest}</p>;
  return (
    <>
      {!isWhole(exchange) && <p className={styles.note}>{t.requestCut}</p>}
      <CodeBlock text={prettyJson(requestBody)} language="json" />
    </>
  );
}

/** An answer that is one JSON: vectors, scores, a whole answer, an error. */
export function AnswerPart({ exchange }: { exchange: Exchange }) {
  const t = useWording(wireWording);
  const size = keptBytesOf(exchange);
  if (size === 0) return <p className={styles.note}>{exchange.end ? t.answerEmpty : t.noFrames}</p>;
  return (
    <>
      {size > shownBytes && (
        <p className={styles.note}>{t.cut(formatBytes(shownBytes), formatBytes(sizeOf(exchange)))}</p>
      )}
      <CodeBlock text={prettyJson(answerText(exchange, shownBytes))} language="json" />
    </>
  );
}

export function HeadersPart({ exchange }: { exchange: Exchange }) {
  const t = useWording(wireWording);
  const rows = Object.entries(exchange.responseHeaders);
  if (rows.length === 0) return <p className={styles.note}>{t.noHeaders}</p>;
  return (
    <>
      <p className={styles.note}>{t.headersLead}</p>
      <Table
        caption={t.headers}
        rows={rows}
        rowKey={([name]) => name}
        columns={[
          { key: "name", head: t.headers, cell: ([name]) => <code className={styles.header}>{name}</code> },
          { key: "value", head: t.content, cell: ([, value]) => <code className={styles.header}>{value}</code> },
        ]}
      />
    </>
  );
}
