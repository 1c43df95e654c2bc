import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

/** How near to the end still counts as the end, in pixels. */
const nearness = 48;

/**
 * Follows what is added at the end of a list for as long as its reader is there. Who scrolls away is left alone.
 *
 * @returns whether the end is in sight, and what goes there
 */
export function useStickToEnd(
  scroll: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
): { atEnd: boolean; toEnd: (smooth?: boolean) => void } {
  const [atEnd, setAtEnd] = useState(true);
  const following = useRef(true);

  const toEnd = useCallback(
    (smooth = false) => {
      following.current = true;
      setAtEnd(true);
      const element = scroll.current;
      element?.scrollTo({ top: element.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    },
    [scroll],
  );

  useEffect(() => {
    const element = scroll.current;
    const inner = content.current;
    if (!element || !inner) return;
    let lastTop = element.scrollTop;
    const onScroll = () => {
      const distance = element.scrollHeight - element.clientHeight - element.scrollTop;
      // Only scrolling upwards leaves the end: text that grows moves it away as well.
      if (distance < nearness) following.current = true;
      else if (element.scrollTop < lastTop) following.current = false;
      lastTop = element.scrollTop;
      setAtEnd(following.current || distance < nearness);
    };
    const grown = new ResizeObserver(() => {
      if (!following.current) return onScroll();
      element.scrollTop = element.scrollHeight;
      setAtEnd(true);
    });
    grown.observe(inner);
    grown.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      grown.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [scroll, content]);

  return { atEnd, toEnd };
}
