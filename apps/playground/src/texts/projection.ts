import type { Vector } from "./similarity.ts";

export interface Projection {
  /** A point for each vector. */
  points: { x: number; y: number }[];
  /** The share of the differences between the vectors that the plane shows: from 0 to 1. */
  shown: number;
}

const rounds = 300;

/**
 * The vectors in the plane in which they differ most: principal component analysis. There are far fewer texts than
 * dimensions, so the axes come from the products of the centred vectors with each other, by power iteration. Directions
 * have no meaning; the same vectors always give the same picture.
 */
export function project(vectors: readonly Vector[]): Projection {
  const count = vectors.length;
  const dimensions = vectors[0]?.length ?? 0;
  const mean = Array.from({ length: dimensions }, (_, place) =>
    vectors.reduce((sum, vector) => sum + (vector[place] ?? 0) / count, 0),
  );
  const centred = vectors.map((vector) => vector.map((value, place) => value - (mean[place] ?? 0)));
  const products = centred.map((a) =>
    centred.map((b) => a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0)),
  );
  const total = products.reduce((sum, row, place) => sum + (row[place] ?? 0), 0);
  const first = strongest(products);
  const second = strongest(
    products.map((row, i) => row.map((value, j) => value - first.strength * at(first.axis, i) * at(first.axis, j))),
  );
  return {
    points: vectors.map((_, place) => ({
      x: at(first.axis, place) * Math.sqrt(first.strength),
      y: at(second.axis, place) * Math.sqrt(second.strength),
    })),
    shown: total > 1e-12 ? Math.min(1, (first.strength + second.strength) / total) : 1,
  };
}

const at = (vector: Vector, place: number): number => vector[place] ?? 0;

/** The greatest eigenvalue of a symmetric matrix without negative ones, and its eigenvector of length 1. */
function strongest(matrix: readonly Vector[]): { axis: number[]; strength: number } {
  // Begins with the row that holds most, and not with chance; of such a matrix it is never orthogonal to the answer.
  const lengths = matrix.map((row) => Math.hypot(...row));
  let axis = [...(matrix[lengths.indexOf(Math.max(...lengths))] ?? [])];
  let strength = 0;
  for (let round = 0; round < rounds; round += 1) {
    const length = Math.hypot(...axis);
    if (length < 1e-12) return { axis: matrix.map(() => 0), strength: 0 };
    axis = axis.map((value) => value / length);
    const next = matrix.map((row) => row.reduce((sum, value, place) => sum + value * at(axis, place), 0));
    strength = next.reduce((sum, value, place) => sum + value * at(axis, place), 0);
    axis = next;
  }
  const length = Math.hypot(...axis);
  if (length < 1e-12) return { axis: matrix.map(() => 0), strength: 0 };
  const greatest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
  const sign = greatest < 0 ? -1 : 1;
  return { axis: axis.map((value) => (sign * value) / length), strength: Math.max(0, strength) };
}
