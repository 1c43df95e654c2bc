import type { Token } from "marked";
import { markdownTokens } from "./marked-tokens.ts";

/** A block of an answer: a paragraph, a list, a table. */
export interface MarkdownBlock {
  /** Where it begins: stays the same while the text grows. */
  start: number;
  token: Token;
}

/**
 * The blocks of a text that grows. What is finished is read once: with each update only the last blocks are read
 * again, so that the work follows the new text and not the whole.
 *
 * A definition of a link (`[name]: address`) is known to the blocks that are read together with it.
 */
export class MarkdownBlocks {
  #done: MarkdownBlock[] = [];
  /** The text that `#done` was read from. */
  #doneText = "";

  /** @param text the whole text so far */
  update(text: string): readonly MarkdownBlock[] {
    const source = text.replaceAll(/\r\n?/g, "\n");
    if (!source.startsWith(this.#doneText)) {
      // The worker changed what it had sent.
      this.#done = [];
      this.#doneText = "";
    }
    let start = this.#doneText.length;
    const open: MarkdownBlock[] = [];
    for (const token of markdownTokens(source.slice(start))) {
      open.push({ start, token });
      start += token.raw.length;
    }
    // The last block may go on; the one before it may still join it (a list after a blank line, a heading's underline).
    const finished = open.slice(0, -2).findLastIndex(({ token }) => token.type === "space") + 1;
    const blocks = [...this.#done, ...open];
    if (finished > 0) {
      this.#done = [...this.#done, ...open.slice(0, finished)];
      this.#doneText = source.slice(0, open[finished]?.start ?? start);
    }
    return blocks;
  }
}
