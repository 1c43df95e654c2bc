/** What the scripts of ../python/scripts.py say. */

const words = (
  "The fleet answers in plain words , one after another , so that a reader can follow the " +
  "stream as it grows and see where a token begins and where it ends ."
).split(" ");

const upstreamWords = "The upstream answers in plain words and the proxy worker passes them on .".split(" ");

const emojis = ["😀", "👩‍💻", "🚀", "🇩🇪", "✨", "👍🏽", "🤖"];

const repeat = (list: readonly string[], count: number): string[] =>
  Array.from({ length: count }, (_, index) => list[index % list.length] as string);

/** The text of `count:N` and of its like. */
export const english = (count: number): string => repeat(words, count).join(" ");

/** The text of `emoji:N`. */
export const emoji = (count: number): string => repeat(emojis, count).join("");

/** The text of `count:N` from ../openai-upstream.mjs. */
export const upstreamEnglish = (count: number): string => repeat(upstreamWords, count).join(" ");

export const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** What `embed` gives for a text. */
export function embedding(text: string): number[] {
  const vowels = text.toLowerCase().match(/[aeiou]/g)?.length ?? 0;
  return [text.length, text.split(" ").length, vowels / text.length, 1];
}
