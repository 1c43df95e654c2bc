import type { RerankResult } from "@modelfleet/client";

export interface RankedDocument {
  /** From 1. */
  rank: number;
  /** Its place in the given order, from 1. */
  given: number;
  /** How many places it went up; negative for down. */
  moved: number;
  score: number;
  document: string;
}

/** The documents with the best first; those with the same score keep their order. */
export function rankDocuments(documents: readonly string[], results: readonly RerankResult[]): RankedDocument[] {
  return [...results]
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ index, score }, place) => ({
      rank: place + 1,
      given: index + 1,
      moved: index - place,
      score,
      document: documents[index] ?? "",
    }));
}

/** How long the bar of a score is, from 0 to 1: ranges are the model's own, so the worst and the best are its ends. */
export function barOf(score: number, ranked: readonly RankedDocument[]): number {
  const scores = ranked.map((entry) => entry.score);
  const [least, most] = [Math.min(0, ...scores), Math.max(0, ...scores)];
  return most === least ? 0 : (score - least) / (most - least);
}
