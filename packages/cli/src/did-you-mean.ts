import { distance } from "fastest-levenshtein";

/** The known name that was probably meant, if one is near enough: begun like it, or a few letters away. */
export function didYouMean(given: string, known: readonly string[]): string | undefined {
  const wanted = given.toLowerCase();
  const begun = known.filter((name) => name.toLowerCase().startsWith(wanted));
  if (wanted !== "" && begun.length === 1) return begun[0];
  const [best] = known
    .map((name) => ({ name, far: distance(wanted, name.toLowerCase()) }))
    .sort((a, b) => a.far - b.far);
  return best && best.far <= Math.max(1, Math.floor(given.length / 3)) ? best.name : undefined;
}
