import { lexer, type Token } from "marked";
import { type BlockOptions, renderBlocks } from "./blocks.ts";
import { wrap } from "./wrap.ts";

/**
 * What of one block is read as Markdown, in UTF-16 units. Every step of an answer reads its last block again, and some
 * nonsense takes a time that grows with the square of its length. Code does not, and may be long.
 */
const maxBlockLength = 16 * 1024;
const maxCodeLength = 256 * 1024;
const codeFence = /^\n*(?:```|~~~)/;
/** A list without a word yet: alone, it may not interrupt a paragraph. */
const bareMarker = /^\s*(?:[*+-]|\d+[.)])\s*$/;

/**
 * The lines of a text in Markdown that grows. What can no longer change is rendered once, and stays as it is when the
 * width changes.
 */
export class MarkdownStream {
  readonly #options: Omit<BlockOptions, "width">;
  #finalSource = "";
  #final: string[] = [];

  constructor(options: Omit<BlockOptions, "width">) {
    this.#options = options;
  }

  /** @param text the whole text so far, without control sequences; where it changed, all is rendered again */
  lines(text: string, width: number): readonly string[] {
    if (!text.startsWith(this.#finalSource)) {
      this.#finalSource = "";
      this.#final = [];
    }
    const tail = text.slice(this.#finalSource.length);
    if (tail.length > maxBlockLength && !(codeFence.test(tail) && tail.length <= maxCodeLength)) {
      return this.#overflow(tail, width);
    }

    const tokens = read(tail);
    const open = firstOpen(tokens);
    if (open > 0) {
      const finished = tokens.slice(0, open);
      this.#finish(finished.map(({ raw }) => raw).join(""), this.#render(finished, width));
    }
    return joined(this.#final, this.#render(tokens.slice(open), width));
  }

  #render(tokens: readonly Token[], width: number): string[] {
    return renderBlocks(tokens, { ...this.#options, width });
  }

  #finish(source: string, lines: readonly string[]): void {
    this.#finalSource += source;
    this.#final = joined(this.#final, lines);
  }

  /** Ends the block before its last line, or, where that is all there is, within it. */
  #overflow(tail: string, width: number): readonly string[] {
    const lineEnd = tail.lastIndexOf("\n", tail.length - 2) + 1;
    const source = tail.slice(0, lineEnd > 0 ? lineEnd : maxBlockLength);
    this.#finish(source, wrap(source.replace(/\n$/, ""), width));
    return this.lines(this.#finalSource + tail.slice(source.length), width);
  }
}

/**
 * The first block that more text may still change: the last one, and those before it which it may turn out to continue.
 * `*` after a list begins another; `**` is a word of its last item.
 */
function firstOpen(tokens: readonly Token[]): number {
  const blocks = tokens.flatMap(({ type }, index) => (type === "space" ? [] : [index]));
  const firstLineEnds = tokens[blocks.at(-1) ?? 0]?.raw.includes("\n") === true;
  for (let block = blocks.length - 1; block > 0; block--) {
    const [before, next] = [blocks[block - 1] as number, blocks[block] as number];
    const blankLine = next - before > 1;
    const decided = block < blocks.length - 1 || firstLineEnds;
    if (isClosed(tokens[before] as Token, tokens[next] as Token, { blankLine, decided })) return next;
  }
  return blocks[0] ?? 0;
}

/**
 * Whether a block ends for good where the next one begins. A blank line ends all but lists, whose items may have
 * several paragraphs. Without one it takes a block that nothing continues, or that continues nothing: the rules of the
 * others look several lines ahead.
 *
 * @param options.decided whether the next one's first line has its end
 */
function isClosed(
  before: Token,
  next: Token,
  { blankLine, decided }: { blankLine: boolean; decided: boolean },
): boolean {
  if (before.type === "heading" || codeFence.test(before.raw)) return true;
  if (!blankLine) return decided && codeFence.test(next.raw);
  return before.type !== "list" || (decided && !bareMarker.test(next.raw));
}

function read(source: string): Token[] {
  try {
    return lexer(source);
  } catch {
    // Nested beyond any stack: it stays the text that it is.
    return [{ type: "text", raw: source, text: source }];
  }
}

function joined(before: readonly string[], after: readonly string[]): string[] {
  if (before.length === 0 || after.length === 0) return [...before, ...after];
  return [...before, "", ...after];
}
