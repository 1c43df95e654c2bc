import type { MarkedToken, Token, Tokens } from "marked";
import { decodeEntities } from "./entities.ts";
import type { MarkdownStyle } from "./markdown-style.ts";

/**
 * Text with its emphasis, code and links, as one string that may hold line breaks.
 *
 * @param softBreak in place of line breaks that Markdown itself takes for spaces
 */
export function renderInline(tokens: readonly Token[], style: MarkdownStyle, softBreak = "\n"): string {
  return tokens.map((token) => renderToken(token as MarkedToken, style, softBreak)).join("");
}

function renderToken(token: MarkedToken, style: MarkdownStyle, softBreak: string): string {
  const { colors, paint } = style;
  const inner = (): string =>
    "tokens" in token && token.tokens
      ? renderInline(token.tokens, style, softBreak)
      : decodeEntities(token.raw).replaceAll(/ *\n/g, softBreak);
  switch (token.type) {
    case "strong":
      return colors ? paint("bold", inner()) : `**${inner()}**`;
    case "em":
      return colors ? paint("italic", inner()) : `*${inner()}*`;
    case "del":
      return colors ? paint("strikethrough", inner()) : `~~${inner()}~~`;
    case "codespan":
      return colors ? paint("cyan", token.text) : token.raw;
    case "br":
      return "\n";
    case "link":
      return renderLink(token, inner(), style);
    case "image":
      return `[${decodeEntities(token.text) || "image"}]${paint("dim", ` (${token.href})`)}`;
    case "escape":
      return decodeEntities(token.text);
    case "html":
      // Nothing else of HTML has a form on a terminal.
      return /^<br\s*\/?>$/i.test(token.raw.trim()) ? "\n" : token.raw;
    // The box stands before the item.
    case "checkbox":
      return "";
    default:
      return inner();
  }
}

/** The address is shown, not hidden in a hyperlink: a reader must see where an answer's link leads. */
function renderLink({ href, text }: Tokens.Link, shown: string, { paint }: MarkdownStyle): string {
  const isItself = href === text || href === `mailto:${text}` || href === `http://${text}`;
  if (isItself) return paint("underline", text);
  // Within a page there is nowhere to go.
  if (href === "" || href.startsWith("#")) return shown;
  return `${paint("underline", shown)}${paint("dim", ` (${href})`)}`;
}
