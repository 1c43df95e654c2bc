import { historyMs } from "./fleet-history.ts";
import styles from "./sparkline.module.css";

const width = 120;
const height = 32;

export interface SparklinePoint {
  at: number;
  value: number | undefined;
}

/** Where the points lie: newest at the right edge, the greatest at the top. */
export function linePoints(points: readonly SparklinePoint[], until: number): (readonly [x: number, y: number])[] {
  const known = points.filter((point): point is { at: number; value: number } => point.value !== undefined);
  const most = Math.max(...known.map(({ value }) => value), 0);
  return known
    .filter(({ at }) => at >= until - historyMs)
    .map(({ at, value }) => [
      width * (1 - (until - at) / historyMs),
      most === 0 ? height - 1 : height - 1 - (value / most) * (height - 3),
    ]);
}

/**
 * A small chart of the last two minutes. The figure that it belongs to stands beside it in words; with a `label` it says
 * more than that, and is read out.
 */
export function Sparkline({
  points,
  until,
  series,
  dots,
  label,
}: {
  points: readonly SparklinePoint[];
  /** The time at its right edge, in milliseconds since the epoch. */
  until: number;
  series: 1 | 2 | 3;
  /** For values that come now and then: a line would need two. */
  dots?: boolean;
  label?: string;
}) {
  const line = linePoints(points, until);
  const path = line.map(([x, y], place) => `${place === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
  const [first, last] = [line[0], line.at(-1)];
  const drawing = (
    <>
      <path className={styles.base} d={`M0 ${height - 0.5}H${width}`} />
      {first && last && (
        <>
          <path
            className={styles.area}
            d={`${path}L${last[0].toFixed(1)} ${height}L${first[0].toFixed(1)} ${height}Z`}
          />
          <path className={styles.line} d={path} />
          {dots && (
            <path className={styles.dots} d={line.map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join("")} />
          )}
        </>
      )}
    </>
  );
  const shape = {
    className: styles.sparkline,
    "data-series": series,
    viewBox: `0 0 ${width} ${height}`,
    preserveAspectRatio: "none",
  };
  if (label === undefined) {
    return (
      <svg {...shape} aria-hidden="true">
        {drawing}
      </svg>
    );
  }
  return (
    <svg {...shape} role="img" aria-label={label}>
      {drawing}
    </svg>
  );
}
