/** Words that say nothing about what is asked. */
const stopWords = new Set(
  (
    "a about all am an and any are as at be been but by can could did do does exist explain for from get " +
    "give had happen happens has have hello help hey hi how i if in into is it its just know like " +
    "make many may me mean might more much my need no not of on one only or our out please say shall " +
    "should show so some tell than thank thanks that the their them then there these they this those to " +
    "too use using was way we were what when where which who why will with work would yes you your"
  ).split(" "),
);

/** A word as the index has it, or nothing. The plural is the one ending that questions and headings differ in most. */
export function guideTerm(word: string): string | false {
  const lower = word.toLowerCase();
  if (lower.length < 2 || stopWords.has(lower)) return false;
  return lower.length > 3 && /[^s]s$/.test(lower) ? lower.slice(0, -1) : lower;
}

/** The words of a question that are searched for, each once. */
export function guideTerms(text: string): string[] {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map(guideTerm).filter((term) => term !== false))];
}
