const normalised = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** FNV-1a: the same text has the same vector in every run and runtime. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

/** A unit vector of the words and their trigrams: texts that share words are near each other. */
export function embed(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0);
  for (const word of normalised(text)) {
    const padded = `^${word}$`;
    const features = [word, ...Array.from({ length: padded.length - 2 }, (_, i) => padded.slice(i, i + 3))];
    for (const feature of features) {
      const slot = hash(feature) % dimensions;
      vector[slot] = (vector[slot] ?? 0) + 1;
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** The share of the query's words that the text has, 0 to 1. */
export function relevance(query: string, text: string): number {
  const wanted = new Set(normalised(query));
  if (wanted.size === 0) return 0;
  const present = new Set(normalised(text));
  return [...wanted].filter((word) => present.has(word)).length / wanted.size;
}
