import { countTerms } from "./terms.ts";

/** BM25's usual constants: how soon more of the same word stops counting, and how much length does. */
const saturation = 1.2;
const lengthWeight = 0.75;

/**
 * BM25 of each document among the others, as a share of what a document could reach at best: 0 to 1, 0 without a
 * common word.
 */
export function scoreLexically(query: string, documents: readonly string[]): number[] {
  const counted = documents.map(countTerms);
  const lengths = counted.map((counts) => [...counts.values()].reduce((sum, count) => sum + count, 0));
  const averageLength = lengths.reduce((sum, length) => sum + length, 0) / (documents.length || 1) || 1;
  const weights = [...countTerms(query).keys()].map((term) => {
    const holding = counted.filter((counts) => counts.has(term)).length;
    return { term, rarity: Math.log(1 + (documents.length - holding + 0.5) / (holding + 0.5)) };
  });
  const best = weights.reduce((sum, { rarity }) => sum + rarity, 0) * (saturation + 1) || 1;
  return counted.map((counts, index) => {
    const norm = saturation * (1 - lengthWeight + (lengthWeight * (lengths[index] ?? 0)) / averageLength);
    let score = 0;
    for (const { term, rarity } of weights) {
      const count = counts.get(term) ?? 0;
      score += (rarity * count * (saturation + 1)) / (count + norm);
    }
    return score / best;
  });
}
