/**
 * A text that grows and sometimes changes, for a reader that can only append: events of a stream, frames of deltas.
 *
 * Where a change takes back words, the reader keeps them.
 */
export class AppendedText {
  #text = "";

  /**
   * What the reader is to append.
   *
   * @param text the whole
   * @param delta what is new in it, where it only grew
   * @param reset whether it changed before its end: new is then what follows the longest common beginning of the text
   * before and this one. Not of all that the reader has: words that were taken back would come again with each change
   */
  next(text: string, delta: string, reset: boolean | undefined): string {
    const before = this.#text;
    this.#text = text;
    if (!reset) return delta;
    const most = Math.min(before.length, text.length);
    let same = 0;
    while (same < most && before.charCodeAt(same) === text.charCodeAt(same)) same++;
    return text.slice(same);
  }
}
