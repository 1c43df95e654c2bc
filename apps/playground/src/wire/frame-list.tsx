import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import { formatCount } from "../state/format.ts";
import { useLanguage, useWording } from "../state/wording.ts";
import { formatAt, formatGap } from "./format-bytes.ts";
import styles from "./frame-list.module.css";
import type { WireFrame } from "./frame-reader.ts";
import { type FrameView, rowText } from "./frame-text.ts";
import { useWindow } from "./use-window.ts";
import { wireWording } from "./wire-wording.ts";

/** As in the styles. */
const rowHeight = 28;

/** Frames by the thousand: only those in sight are elements. */
export function FrameList({
  frames,
  count,
  view,
  selected,
  onSelect,
}: {
  frames: readonly WireFrame[];
  count: number;
  view: FrameView;
  selected: number | undefined;
  onSelect: (index: number) => void;
}) {
  const t = useWording(wireWording);
  const language = useLanguage();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const { start, end, onScroll } = useWindow(scroller, rowHeight, count);

  useEffect(() => {
    const element = scroller.current;
    if (!element || selected === undefined) return;
    const top = selected * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeight - element.clientHeight;
    }
  }, [selected]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const page = Math.max(1, Math.floor(event.currentTarget.clientHeight / rowHeight) - 1);
    const from = selected ?? -1;
    const places: Record<string, number> = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: count - 1,
    };
    const place = places[event.key];
    if (place === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onSelect(Math.max(0, Math.min(count - 1, place)));
  };

  const rows = Array.from({ length: end - start }, (_, offset) => start + offset);
  return (
    <div className={styles.frame}>
      <div className={styles.head} aria-hidden="true">
        <span>{t.number}</span>
        <span>{t.time}</span>
        <span className={styles.gap}>{t.gap}</span>
        <span>{t.bytes}</span>
        <span className={styles.content}>{t.content}</span>
      </div>
      <div
        ref={scroller}
        className={styles.scroller}
        role="listbox"
        tabIndex={0}
        aria-label={`${t.framesCount(formatCount(count, language))}. ${t.listHint}`}
        aria-activedescendant={
          selected !== undefined && selected >= start && selected < end ? `${id}-${selected}` : undefined
        }
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        <div className={styles.all} style={{ height: count * rowHeight }}>
          {rows.map((index) => (
            <button
              key={index}
              type="button"
              tabIndex={-1}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === selected}
              aria-setsize={count}
              aria-posinset={index + 1}
              className={styles.row}
              style={{ transform: `translateY(${index * rowHeight}px)` }}
              onClick={() => {
                onSelect(index);
                // The list has the keys; a row may be gone once it is out of sight.
                scroller.current?.focus({ preventScroll: true });
              }}
            >
              <RowCells frames={frames} index={index} view={view} />
            </button>
          ))}
        </div>
      </div>
    </div>
  );
}

function RowCells({ frames, index, view }: { frames: readonly WireFrame[]; index: number; view: FrameView }) {
  const t = useWording(wireWording);
  const frame = frames[index];
  if (!frame) return null;
  const { thinking, text } = rowText(frames, index, view);
  const { output, bytes } = frame;
  return (
    <>
      <span>{index + 1}</span>
      <span>{formatAt(frame.atMs)}</span>
      <span className={styles.gap}>+{formatGap(frame.gapMs)}</span>
      <span>{bytes.length}</span>
      <span className={styles.content}>
        {output?.reset && <span className={styles.tag}>{t.reset}</span>}
        {thinking && (
          <>
            <span className={styles.tag}>{t.thinking}</span>
            <span className={styles.thinking}>{thinking}</span>
          </>
        )}
        <span className={styles.text}>{text}</span>
        {bytes.length === 0 && <span className={styles.none}>{t.emptyFrame}</span>}
        {bytes.length > 0 && !text && !thinking && (
          <span className={styles.none}>{output ? t.nothingNew : t.notDecoded}</span>
        )}
        {view !== "raw" && output?.finishReason && <span className={styles.tag}>{output.finishReason}</span>}
      </span>
    </>
  );
}
