import { Marked, type Token, type TokenizerAndRendererExtension } from "marked";

/**
 * Formulas must not be read as emphasis or escapes. What opens with a dollar closes with one, with no space inside and
 * no digit after it, as in Pandoc: amounts of money are text.
 */
const mathBlock: TokenizerAndRendererExtension = {
  name: "mathBlock",
  level: "block",
  start: (source) => source.search(/\$\$|\\\[/),
  tokenizer(source) {
    const match = /^(?:\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\])[^\S\n]*(?:\n+|$)/.exec(source);
    return match ? { type: "mathBlock", raw: match[0], text: (match[1] ?? match[2] ?? "").trim() } : undefined;
  },
};

const mathInline: TokenizerAndRendererExtension = {
  name: "mathInline",
  level: "inline",
  start: (source) => source.search(/\$|\\\(/),
  tokenizer(source) {
    const match = /^(?:\$\$([^$\n]+?)\$\$|\$(?!\s)([^$\n]+?)(?<!\s)\$(?!\d)|\\\(([^\n]+?)\\\))/.exec(source);
    return match
      ? { type: "mathInline", raw: match[0], text: (match[1] ?? match[2] ?? match[3] ?? "").trim() }
      : undefined;
  },
};

const marked = new Marked({ gfm: true, extensions: [mathBlock, mathInline] });

/** The blocks of a Markdown text. Only read, never rendered by the parser: there is no HTML on the way. */
export const markdownTokens = (text: string): Token[] => marked.lexer(text);
