const escapeCode = 0x1b;
/** What a control string may hold before it is taken for one that never ends, in UTF-16 units. */
const maxStringLength = 4096;

type State = "text" | "escape" | "csi" | "string" | "string-escape";

/**
 * Takes control sequences out of text that comes in pieces: what a model or a server says must not move the cursor,
 * retitle the window or write the clipboard. Only newlines and tabs are kept of the control characters.
 *
 * A sequence may be cut between two pieces, so a stateless `stripVTControlCharacters` would let its halves through:
 * this is ECMA-48's grammar as a state machine instead.
 */
export class ControlStripper {
  #state: State = "text";
  #stringLength = 0;

  /** The printable part of the next piece. */
  push(piece: string): string {
    if (this.#state === "text" && !hasControls(piece)) return piece;
    let kept = "";
    for (let i = 0; i < piece.length; i++) {
      const code = piece.charCodeAt(i);
      if (this.#take(code)) kept += piece[i];
    }
    return kept;
  }

  /** Whether this character is text. */
  #take(code: number): boolean {
    switch (this.#state) {
      case "text":
        return this.#takeText(code);
      case "escape":
        return this.#takeEscape(code);
      case "csi":
        if (code >= 0x20 && code <= 0x3f) return false;
        // A final byte belongs to the sequence; what cannot be part of it ends it and is text again.
        if (code >= 0x40 && code <= 0x7e) return this.#end();
        return this.#restart(code);
      case "string":
        this.#stringLength++;
        if (code === escapeCode) this.#state = "string-escape";
        else if (code === 0x07 || code === 0x9c || code === 0x18 || code === 0x1a) this.#end();
        // No real control string has a line break or is this long: without a limit, one stray byte would swallow
        // the rest of the answer.
        else if (code === 0x0a || this.#stringLength > maxStringLength) return this.#restart(code);
        return false;
      case "string-escape":
        // ESC \ ends the string; any other escape ends it too and begins its own sequence.
        this.#state = "escape";
        return code === 0x5c ? this.#end() : this.#take(code);
    }
  }

  #takeText(code: number): boolean {
    if (code === 0x0a || code === 0x09) return true;
    if (code === escapeCode) this.#state = "escape";
    else if (code === 0x9b) this.#state = "csi";
    else if (isStringIntroducer(code - 0x40)) this.#beginString();
    return code >= 0x20 && !(code >= 0x7f && code <= 0x9f);
  }

  #takeEscape(code: number): boolean {
    if (code === 0x5b) this.#state = "csi";
    else if (isStringIntroducer(code)) this.#beginString();
    // Intermediate bytes stay in the sequence, a final byte is its end, and anything else is no part of it.
    else if (code < 0x20 || code > 0x7e) return this.#restart(code);
    else if (code >= 0x30) this.#end();
    return false;
  }

  #beginString(): void {
    this.#state = "string";
    this.#stringLength = 0;
  }

  #end(): false {
    this.#state = "text";
    return false;
  }

  #restart(code: number): boolean {
    this.#state = "text";
    return this.#takeText(code);
  }
}

/** For a text that is whole, such as the message of an error. */
export function stripControls(text: string): string {
  return new ControlStripper().push(text);
}

/** For what belongs on one line, such as a name in a table. */
export function stripToLine(text: string): string {
  return stripControls(text).replaceAll(/[\n\t]+/g, " ");
}

function hasControls(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code < 0x20 && code !== 0x0a && code !== 0x09) || (code >= 0x7f && code <= 0x9f)) return true;
  }
  return false;
}

/** DCS, SOS, OSC, PM, APC: `ESC P`, `X`, `]`, `^`, `_`, or one character of C1. */
function isStringIntroducer(code: number): boolean {
  return code === 0x50 || code === 0x58 || code === 0x5d || code === 0x5e || code === 0x5f;
}
