/** Where a point stands in its box, in percent. */
export interface PlacedPoint {
  left: number;
  top: number;
}

/** Room at the edges, in percent, so that no point is cut off. */
const margin = 8;

/** Fits points into the box with one scale for both axes, so that distances can be compared. */
export function placePoints(points: readonly { x: number; y: number }[]): PlacedPoint[] {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  const span = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const scale = span > 0 ? (100 - 2 * margin) / span : 0;
  return points.map(({ x, y }) => ({
    left: 50 + (x - middle(xs)) * scale,
    top: 50 - (y - middle(ys)) * scale,
  }));
}

/** How much of the box a label takes, in percent, at the width that maps have. */
const labelWidth = 42;
const labelHeight = 6;

/** The points whose labels have room; the others say their text when they are pointed at. */
export function labelledPoints(placed: readonly PlacedPoint[]): Set<number> {
  const taken: { left: number; right: number; top: number }[] = [];
  const chosen = new Set<number>();
  for (const [place, { left, top }] of placed.entries()) {
    const box = left > 60 ? { left: left - labelWidth, right: left, top } : { left, right: left + labelWidth, top };
    const free = taken.every(
      (other) => box.right < other.left || box.left > other.right || Math.abs(other.top - top) >= labelHeight,
    );
    const covers = placed.some(
      (other, index) =>
        index !== place &&
        other.left > box.left - 3 &&
        other.left < box.right + 3 &&
        Math.abs(other.top - top) < labelHeight,
    );
    if (!free || covers) continue;
    taken.push(box);
    chosen.add(place);
  }
  return chosen;
}
