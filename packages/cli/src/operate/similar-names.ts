import { distance } from "fastest-levenshtein";

/** What was probably meant, the likeliest first. */
function similarNames(given: string, known: readonly string[], most = 3): string[] {
  const wanted = given.toLowerCase();
  const rated = [...new Set(known)].map((name) => {
    const candidate = name.toLowerCase();
    const close = distance(wanted, candidate);
    // Who types the beginning of a long name, or its middle, is far from it by letters.
    const part = wanted.length >= 3 && candidate.includes(wanted);
    return { name, rate: part ? Math.min(close, 1) : close };
  });
  const limit = Math.max(1, Math.ceil(given.length * 0.4));
  return rated
    .filter(({ rate }) => rate <= limit)
    .sort((a, b) => a.rate - b.rate || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** " Did you mean a or b?", or nothing. */
export function didYouMean(given: string, known: readonly string[]): string {
  const similar = similarNames(given, known);
  return similar.length > 0 ? ` Did you mean ${similar.join(" or ")}?` : "";
}

/** The names that there are, as many as one likes to read. */
export function listNames(names: readonly string[], most = 20): string {
  const sorted = [...new Set(names)].sort();
  const more = sorted.length - most;
  return more > 0 ? `${sorted.slice(0, most).join(", ")} and ${more} more` : sorted.join(", ");
}
