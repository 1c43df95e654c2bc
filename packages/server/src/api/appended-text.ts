/** A text that can only be added to, as a stream of events is. */
export class AppendedText {
  #sent = "";

  /** Adds what is new, and returns it. */
  append(delta: string): string {
    this.#sent += delta;
    return delta;
  }

  /**
   * The worker changed what it had sent before: adds what follows the longest common beginning of what was sent and
   * the new text. Where the two differ before its end, the reader keeps the old words.
   */
  restart(text: string): string {
    const sent = this.#sent;
    const most = Math.min(sent.length, text.length);
    let same = 0;
    while (same < most && sent.charCodeAt(same) === text.charCodeAt(same)) same++;
    return this.append(text.slice(same));
  }
}
