import { formatCount, formatDuration } from "../state/format.ts";
import { useLanguage, useWording } from "../state/wording.ts";
import styles from "./arrival-chart.module.css";
import { arrivals } from "./arrivals.ts";
import type { WireFrame } from "./frame-reader.ts";
import { wireWording } from "./wire-wording.ts";

const spans = 160;
const height = 32;

/** The rhythm of an answer: bytes by the time they came. One path, however many frames there are. */
export function ArrivalChart({ frames, untilMs }: { frames: readonly WireFrame[]; untilMs: number }) {
  const t = useWording(wireWording);
  const language = useLanguage();
  const { bytes } = arrivals(frames, untilMs, spans);
  const most = Math.max(...bytes);
  const bars = bytes
    .map((size, place) => {
      // Whatever came must be seen.
      const tall = size === 0 ? 0 : Math.max(2, (size / most) * height);
      return tall === 0 ? "" : `M${place + 0.1} ${height}v${-tall.toFixed(1)}h.8v${tall.toFixed(1)}z`;
    })
    .join("");
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${spans} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t.arrivals(formatCount(frames.length, language), formatDuration(untilMs))}
      >
        <path d={bars} />
      </svg>
      <figcaption className={styles.scale} aria-hidden="true">
        <span>0</span>
        <span>{formatDuration(untilMs / 2)}</span>
        <span>{formatDuration(untilMs)}</span>
      </figcaption>
    </figure>
  );
}
