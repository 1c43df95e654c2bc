import { countTerms } from "./terms.ts";

/** FNV-1a: the same text has the same vector in every run and runtime. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  // FNV's low bits are poor for short texts; the fold mixes the high ones in.
  return (value ^ (value >>> 15)) >>> 0;
}

/** How much all trigrams of a word weigh together, the word itself being 1. */
const trigramWeight = 0.7;

/** A word, and its trigrams, by which `embedding` is near `embeddings`. */
function* features(term: string): Generator<[string, number]> {
  yield [term, 1];
  const padded = `^${term}$`;
  const count = padded.length - 2;
  if (count < 2) return;
  for (let i = 0; i < count; i++) yield [padded.slice(i, i + 3), trigramWeight / Math.sqrt(count)];
}

/** A unit vector: texts that share words, or parts of words, are near each other. Zero for a text without words. */
export function embedLexically(text: string, dimensions: number): number[] {
  const vector = new Float64Array(dimensions);
  for (const [term, count] of countTerms(text)) {
    const often = 1 + Math.log(count);
    for (const [feature, weight] of features(term)) {
      const value = hash(feature);
      // The sign keeps features that share a slot from adding up to a likeness that is none.
      const sign = value & 1 ? -1 : 1;
      const slot = (value >>> 1) % dimensions;
      vector[slot] = (vector[slot] ?? 0) + sign * often * weight;
    }
  }
  const length = Math.hypot(...vector) || 1;
  return Array.from(vector, (value) => value / length);
}
