/** Ends a text where one of some strings would appear, however the text is cut into pieces. */
export class StopFilter {
  readonly #stops: readonly string[];
  #held = "";

  constructor(stop: string | readonly string[] | undefined) {
    this.#stops = (typeof stop === "string" ? [stop] : (stop ?? [])).filter((one) => one !== "");
  }

  /** @returns what can be shown by now, and whether the text ends there */
  push(text: string): { text: string; stopped: boolean } {
    if (this.#stops.length === 0) return { text, stopped: false };
    const whole = this.#held + text;
    const found = this.#stops.map((stop) => whole.indexOf(stop)).filter((index) => index >= 0);
    const end = found.length > 0 ? Math.min(...found) : whole.length - this.#begun(whole);
    this.#held = found.length > 0 ? "" : whole.slice(end);
    return { text: whole.slice(0, end), stopped: found.length > 0 };
  }

  /** What was held back: the text ended without becoming a stop string. */
  flush(): string {
    const held = this.#held;
    this.#held = "";
    return held;
  }

  /** The length of the longest end of the text that a stop string may begin with. */
  #begun(text: string): number {
    let longest = 0;
    for (const stop of this.#stops) {
      for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
        if (text.endsWith(stop.slice(0, length))) longest = length;
      }
    }
    return longest;
  }
}
