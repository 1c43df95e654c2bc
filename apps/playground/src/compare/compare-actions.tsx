import { ClipboardCopy, Plus, RefreshCw, RotateCcw, SlidersHorizontal, Table2, TextQuote } from "lucide-react";
import { TopbarContent } from "../app/slots.tsx";
import { IconButton } from "../design/icon-button.tsx";
import { Menu, MenuItem } from "../design/menu.tsx";
import { useToasts } from "../design/toast.tsx";
import type { Connection } from "../fleet-connection/connection.ts";
import { useCommands } from "../state/commands.ts";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import styles from "./compare-actions.module.css";
import { compareWording } from "./compare-wording.ts";
import { type Comparison, lastAnswer, mostColumns } from "./comparison.ts";
import { describeOwn } from "./describe-own.ts";
import { type Result, resultsTable, resultsWithAnswers } from "./results-markdown.ts";

interface CompareActionsProps {
  comparison: Comparison;
  connection: Connection | undefined;
  onAdd: () => void;
  onParameters: () => void;
}

/** What can be done with all columns, in the line above them. */
export function CompareActions({ comparison, connection, onAdd, onParameters }: CompareActionsProps) {
  const t = useWording(compareWording);
  const toasts = useToasts();
  const columns = useStore(comparison.columns);
  const shared = useStore(comparison.shared);
  const answering = useStore(comparison.answering).size > 0;
  const answered = columns.some((column) => lastAnswer(column));
  const full = columns.length >= mostColumns;
  const set = shared.system.trim() !== "" || Object.values(shared.parameters).some((value) => value !== undefined);
  const againNow = connection && answered && !answering ? () => void comparison.askAgain(connection) : undefined;

  const copy = (make: typeof resultsTable) => {
    navigator.clipboard.writeText(make(resultsOf(comparison), t)).then(
      () => toasts.show(t.copied),
      () => toasts.show(t.copyRefused, { danger: true }),
    );
  };

  useCommands(t.title, [
    { id: "compare-parameters", label: t.parameters, keys: "alt+p", run: onParameters },
    ...(full ? [] : [{ id: "compare-add", label: t.add, run: onAdd }]),
    ...(againNow ? [{ id: "compare-again", label: t.askAgain, run: againNow }] : []),
    ...(answering ? [{ id: "compare-stop", label: t.stopAll, keys: "escape", run: () => comparison.stop() }] : []),
    ...(answered
      ? [
          { id: "compare-new", label: t.startOver, keys: "alt+n", run: () => comparison.startOver() },
          { id: "compare-table", label: t.copyTable, run: () => copy(resultsTable) },
          { id: "compare-answers", label: t.copyAnswers, run: () => copy(resultsWithAnswers) },
        ]
      : []),
  ]);

  return (
    <TopbarContent>
      <h1 className={styles.title}>{t.title}</h1>
      <IconButton
        label={full ? t.full(mostColumns) : t.add}
        icon={<Plus aria-hidden="true" />}
        disabled={full}
        onClick={onAdd}
      />
      <span className={styles.parameters}>
        <IconButton
          label={t.parameters}
          keys="alt+p"
          icon={<SlidersHorizontal aria-hidden="true" />}
          onClick={onParameters}
        />
        {set && <span className={styles.dot} aria-hidden="true" />}
      </span>
      <IconButton label={t.askAgain} icon={<RefreshCw aria-hidden="true" />} disabled={!againNow} onClick={againNow} />
      <Menu
        trigger={
          <IconButton label={t.copy} disabled={!answered || answering} icon={<ClipboardCopy aria-hidden="true" />} />
        }
      >
        <MenuItem icon={<Table2 aria-hidden="true" />} onSelect={() => copy(resultsTable)}>
          {t.copyTable}
        </MenuItem>
        <MenuItem icon={<TextQuote aria-hidden="true" />} onSelect={() => copy(resultsWithAnswers)}>
          {t.copyAnswers}
        </MenuItem>
      </Menu>
      <IconButton
        label={t.startOver}
        keys="alt+n"
        icon={<RotateCcw aria-hidden="true" />}
        disabled={!answered}
        onClick={() => comparison.startOver()}
      />
    </TopbarContent>
  );
}

function resultsOf(comparison: Comparison): Result[] {
  return comparison.columns.get().flatMap((column) => {
    const answer = lastAnswer(column);
    const question = column.session.conversation.get().messages.at(-2);
    if (!answer || answer.state === "coming") return [];
    return [{ note: describeOwn(column), question: question?.text ?? "", answer }];
  });
}
