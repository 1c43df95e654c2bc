import { SlidersHorizontal, Square, X } from "lucide-react";
import MessageList from "../chat/message-list.tsx";
import { Badge } from "../design/badge.tsx";
import { IconButton } from "../design/icon-button.tsx";
import { type Choice, Select } from "../design/select.tsx";
import type { Connection } from "../fleet-connection/connection.ts";
import { useStore } from "../state/store.ts";
import { type Spoken, useWording } from "../state/wording.ts";
import styles from "./column.module.css";
import { ColumnFigures } from "./column-figures.tsx";
import { compareWording } from "./compare-wording.ts";
import { type CompareColumn, type Comparison, countOwn, lastAnswer } from "./comparison.ts";
import type { Measure } from "./figures.ts";

interface ColumnProps {
  comparison: Comparison;
  column: CompareColumn;
  /** From 1. */
  place: number;
  choices: readonly Choice<string>[];
  best: Record<Measure, number | undefined>;
  /** The only two left stay. */
  removable: boolean;
  onSettings: () => void;
}

/** A model with its figures and its conversation. */
export function Column({ comparison, column, place, choices, best, removable, onSettings }: ColumnProps) {
  const t = useWording(compareWording);
  const { session, own } = column;
  const { model, messages } = useStore(session.conversation);
  const generation = useStore(session.generation);
  const answer = lastAnswer(column);
  const set = countOwn(own) > 0;
  return (
    <section id={`column-${column.id}`} className={styles.column} aria-labelledby={`name-${column.id}`}>
      <h2 id={`name-${column.id}`} className="visually-hidden">
        {`${t.column(place)}: ${model ?? ""}`}
      </h2>
      <header className={styles.header}>
        <div className={styles.line}>
          <div className={styles.model}>
            <Select
              quiet
              label={t.model(place)}
              value={model}
              choices={choices}
              placeholder={t.noModel}
              onChange={(next) => session.configure({ model: next })}
            />
          </div>
          <span className={styles.settings}>
            <IconButton
              size="sm"
              label={t.ownParameters(place)}
              icon={<SlidersHorizontal aria-hidden="true" />}
              onClick={onSettings}
            />
            {set && <span className={styles.dot} aria-hidden="true" />}
          </span>
          {removable && (
            <IconButton
              size="sm"
              label={t.remove(place)}
              icon={<X aria-hidden="true" />}
              onClick={() => comparison.remove(column.id)}
            />
          )}
        </div>
        <div className={styles.line}>
          <StateBadge column={column} t={t} />
          <span className={styles.instance} title={answer?.instance ?? own.instance}>
            {generation ? own.instance : (answer?.instance ?? own.instance)}
          </span>
          <IconButton
            size="sm"
            className={generation ? undefined : styles.unseen}
            label={t.stopOne(place)}
            icon={<Square aria-hidden="true" fill="currentColor" />}
            onClick={() => session.stop()}
          />
        </div>
        <ColumnFigures generation={generation} answer={answer} best={best} />
      </header>
      {messages.length === 0 ? (
        <p className={styles.waits}>{t.waits}</p>
      ) : (
        <MessageList
          // Where to scroll to is a matter of one conversation.
          key={session.conversation.get().id}
          column
          session={session}
          onResend={(to: Connection, id, text) => void comparison.resend(to, id, text)}
          onRegenerate={(to: Connection, id) => void comparison.regenerate(to, column.id, id)}
        />
      )}
    </section>
  );
}

const kinds = { coming: "accent", complete: "success", stopped: "warning", failed: "danger" } as const;

function StateBadge({ column, t }: { column: CompareColumn; t: Spoken<typeof compareWording> }) {
  const answer = lastAnswer(column);
  if (!answer) return <Badge>{t.ready}</Badge>;
  const cut = answer.state === "complete" && answer.finishReason === "length";
  return (
    <Badge kind={cut ? "warning" : kinds[answer.state]} dot>
      {cut ? t.cutShort : t[answer.state]}
    </Badge>
  );
}
