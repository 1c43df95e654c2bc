export type Vector = readonly number[];

const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0);

/**
 * The cosine of the angle between each two vectors: 1 for the same direction, 0 for nothing in common. A vector of zeros
 * is like nothing, not even itself.
 */
export function cosineSimilarities(vectors: readonly Vector[]): number[][] {
  const lengths = vectors.map((vector) => Math.sqrt(dot(vector, vector)));
  const matrix = vectors.map(() => new Array<number>(vectors.length).fill(0));
  for (const [i, a] of vectors.entries()) {
    for (let j = i; j < vectors.length; j += 1) {
      const scale = (lengths[i] ?? 0) * (lengths[j] ?? 0);
      // Rounding must not give more than the same direction.
      const cosine = scale === 0 ? 0 : Math.max(-1, Math.min(1, dot(a, vectors[j] ?? []) / scale));
      (matrix[i] as number[])[j] = cosine;
      (matrix[j] as number[])[i] = cosine;
    }
  }
  return matrix;
}

export interface TextPair {
  first: number;
  second: number;
  similarity: number;
}

/** Each two different texts, the nearest first. */
export function pairsByNearness(matrix: readonly Vector[]): TextPair[] {
  const pairs: TextPair[] = [];
  for (const [first, row] of matrix.entries()) {
    for (const [second, similarity] of row.entries()) if (second > first) pairs.push({ first, second, similarity });
  }
  return pairs.sort((a, b) => b.similarity - a.similarity);
}

/** The least and the greatest similarity of different texts, for the colours; both 0 where there are no two. */
export function rangeOf(matrix: readonly Vector[]): { least: number; greatest: number } {
  const pairs = pairsByNearness(matrix);
  return { least: pairs.at(-1)?.similarity ?? 0, greatest: pairs[0]?.similarity ?? 0 };
}
