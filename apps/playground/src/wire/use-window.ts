import { type RefObject, useCallback, useLayoutEffect, useState } from "react";

const spareRows = 12;

/** Rows from `start` to `end`, the end left out. */
export interface RowWindow {
  start: number;
  end: number;
}

/** The rows of one height that are in sight, and a few beside them. */
export function windowOf(scrollTop: number, height: number, rowHeight: number, count: number): RowWindow {
  const first = Math.floor(scrollTop / rowHeight);
  const start = Math.max(0, Math.min(first - spareRows, count - 1));
  return { start, end: Math.max(start, Math.min(count, first + Math.ceil(height / rowHeight) + spareRows)) };
}

/** Follows what is in sight of a list that scrolls, however long it is. */
export function useWindow(
  scroller: RefObject<HTMLElement | null>,
  rowHeight: number,
  count: number,
): RowWindow & { onScroll: () => void } {
  const [seen, setSeen] = useState({ scrollTop: 0, height: 480 });
  const measure = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const next = { scrollTop: element.scrollTop, height: element.clientHeight };
    setSeen((before) => (before.scrollTop === next.scrollTop && before.height === next.height ? before : next));
  }, [scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, measure]);
  return { ...windowOf(seen.scrollTop, seen.height, rowHeight, count), onScroll: measure };
}
