import { type RefObject, useEffect, useState } from "react";
import { useStore } from "../state/store.ts";
import { useWording } from "../state/wording.ts";
import styles from "./column-tabs.module.css";
import { compareWording } from "./compare-wording.ts";
import type { CompareColumn } from "./comparison.ts";

/** On a phone, where one column is seen at a time: which one, and the way to the others. */
export function ColumnTabs({
  columns,
  row,
}: {
  columns: readonly CompareColumn[];
  row: RefObject<HTMLElement | null>;
}) {
  const t = useWording(compareWording);
  const [seen, setSeen] = useState<string>();

  useEffect(() => {
    // On a wide page all of them are seen; the first is where a page that becomes narrow stays.
    const visible = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (isIntersecting) visible.add(target.id);
          else visible.delete(target.id);
        }
        const first = columns.find(({ id }) => visible.has(`column-${id}`));
        if (first) setSeen(`column-${first.id}`);
      },
      { root: row.current, threshold: 0.6 },
    );
    for (const { id } of columns) {
      const element = document.getElementById(`column-${id}`);
      if (element) observer.observe(element);
    }
    return () => observer.disconnect();
  }, [columns, row]);

  return (
    <nav className={styles.tabs} aria-label={t.columns}>
      {columns.map((column, index) => (
        <Tab key={column.id} column={column} place={index + 1} current={seen === `column-${column.id}`} />
      ))}
    </nav>
  );
}

function Tab({ column, place, current }: { column: CompareColumn; place: number; current: boolean }) {
  const t = useWording(compareWording);
  const model = useStore(column.session.conversation, (conversation) => conversation.model);
  const coming = useStore(column.session.generation) !== undefined;
  return (
    <button
      type="button"
      className={styles.tab}
      aria-current={current || undefined}
      onClick={() =>
        document.getElementById(`column-${column.id}`)?.scrollIntoView({ inline: "center", block: "nearest" })
      }
    >
      <span className={styles.dot} data-coming={coming || undefined} aria-hidden="true" />
      <span className={styles.name}>{model ?? t.column(place)}</span>
      {coming && <span className="visually-hidden">{t.coming}</span>}
    </button>
  );
}
