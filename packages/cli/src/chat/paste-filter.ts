import { Transform, type TransformCallback } from "node:stream";

const pasteStart = "\x1b[200~";
const pasteEnd = "\x1b[201~";
/** What Alt-Enter sends. */
const altEnters = ["\x1b\r", "\x1b\n"];
const marks = [pasteStart, ...altEnters];
/** How long after an escape what belongs to it may follow, as readline has it for keys. */
const escapeMs = 50;

export interface PasteFilterOptions {
  input: NodeJS.ReadStream;
  /** What is typed in place of a pasted text. */
  onPaste: (text: string) => string;
  /** What is typed in place of Alt-Enter. */
  lineBreak: string;
}

/**
 * The keys of a terminal, with every pasted text (bracketed paste, `CSI ? 2004 h`) made into what a line editor takes as
 * one piece: to readline, each of its line breaks would be Enter.
 */
export class PasteFilter extends Transform {
  /** For readline, which edits lines on terminals only. */
  readonly isTTY = true;
  readonly #options: PasteFilterOptions;
  /** Typed, but perhaps only the beginning of a mark; or pasted so far. */
  #held = "";
  #pasting = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PasteFilterOptions) {
    super({ decodeStrings: false, encoding: "utf8" });
    this.#options = options;
  }

  /** Asked for by readline. */
  setRawMode(mode: boolean): this {
    this.#options.input.setRawMode(mode);
    return this;
  }

  override _transform(chunk: string | Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
    clearTimeout(this.#timer);
    this.#held += String(chunk);
    this.#drain();
    // A lone Escape is a key too; within a paste all is waited for.
    if (!this.#pasting && this.#held !== "") this.#timer = setTimeout(() => this.#release(), escapeMs);
    done();
  }

  override _flush(done: TransformCallback): void {
    clearTimeout(this.#timer);
    this.#release();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#timer);
    done(error);
  }

  #drain(): void {
    for (;;) {
      if (this.#pasting) {
        const end = this.#held.indexOf(pasteEnd);
        if (end < 0) return;
        this.#paste(this.#held.slice(0, end));
        this.#held = this.#held.slice(end + pasteEnd.length);
        this.#pasting = false;
      }
      const [at, mark] = firstOf(this.#held, marks);
      if (mark === undefined) break;
      if (at > 0) this.push(this.#held.slice(0, at));
      this.#held = this.#held.slice(at + mark.length);
      if (mark === pasteStart) this.#pasting = true;
      else this.push(this.#options.lineBreak);
    }
    const keep = lengthOfBeginning(this.#held);
    const typed = this.#held.slice(0, this.#held.length - keep);
    if (typed !== "") this.push(typed);
    this.#held = this.#held.slice(typed.length);
  }

  #release(): void {
    if (this.#pasting) this.#paste(this.#held);
    else if (this.#held !== "") this.push(this.#held);
    this.#held = "";
  }

  /** A key at a time: readline does not redraw what follows on the line when several come at once. */
  #paste(text: string): void {
    for (const character of this.#options.onPaste(text)) this.push(character);
  }
}

function firstOf(text: string, wanted: readonly string[]): [at: number, mark: string | undefined] {
  const found = wanted.map((mark) => [text.indexOf(mark), mark] as const).filter(([at]) => at >= 0);
  return (found.sort(([a], [b]) => a - b)[0]?.slice() as [number, string]) ?? [-1, undefined];
}

/** How much at the end of the text may be the beginning of a mark. */
function lengthOfBeginning(text: string): number {
  for (let length = Math.min(text.length, pasteStart.length - 1); length > 0; length--) {
    const end = text.slice(-length);
    if (marks.some((mark) => mark.startsWith(end))) return length;
  }
  return 0;
}
