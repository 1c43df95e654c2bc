const word = /[\p{L}\p{N}]+/gu;
/** Scripts that put no spaces between words. */
const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+$/u;

/** Pairs of characters stand in for the words of scripts without spaces. */
function pairs(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

/** The words of a text in lower case, as often as they occur. */
export function terms(text: string): string[] {
  const words = text.normalize("NFKC").toLowerCase().match(word) ?? [];
  return words.flatMap((one) => (unspaced.test(one) ? pairs(one) : [one]));
}

export function countTerms(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
