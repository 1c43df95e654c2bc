import type { MarkedToken, Token, Tokens } from "marked";
import stringWidth from "string-width";
import { decodeEntities } from "./entities.ts";
import { renderInline } from "./inline.ts";
import type { MarkdownStyle } from "./markdown-style.ts";
import { softBreakOf } from "./soft-break.ts";
import { renderTable } from "./table.ts";
import { wrap, wrapVerbatim } from "./wrap.ts";

export interface BlockOptions {
  /** In columns of the terminal. */
  width: number;
  style: MarkdownStyle;
  /** Whether lines of code end at the width as well. Otherwise the terminal wraps them, and they can be copied whole. */
  wrapCode: boolean;
}

/** A longer line of code is wrapped in any case: one that fills the screen could not be redrawn. */
const maxCodeRows = 4;

/** Deeper nesting is shown as it was written: nobody means it, and it costs a stack. */
const maxDepth = 12;

/** The lines of some blocks, an empty one between two of them. */
export function renderBlocks(tokens: readonly Token[], options: BlockOptions, depth = 0): string[] {
  const lines: string[] = [];
  for (const token of tokens as readonly MarkedToken[]) {
    const block = renderBlock(token, options, depth);
    if (block.length === 0) continue;
    if (lines.length > 0) lines.push("");
    for (const line of block) lines.push(line);
  }
  return lines;
}

function renderBlock(token: MarkedToken, options: BlockOptions, depth: number): string[] {
  const { style } = options;
  // Nesting may leave nothing of it.
  const width = Math.max(1, options.width);
  const { colors, paint } = style;
  if (depth > maxDepth) return wrap(token.raw, width);
  switch (token.type) {
    case "space":
    case "def":
    case "checkbox":
      return [];
    case "heading": {
      const text = renderInline(token.tokens, style);
      if (!colors) return wrap(`${"#".repeat(token.depth)} ${text}`, width);
      return wrap(paint(token.depth === 1 ? ["bold", "underline"] : "bold", text), width);
    }
    case "code":
      return renderCode(token, options);
    case "hr":
      return [paint("dim", "─".repeat(Math.min(width, 40)))];
    case "blockquote": {
      const inner = renderBlocks(token.tokens, { ...options, width: width - 2 }, depth + 1);
      return inner.map((line) => `${paint("dim", "│")} ${line}`);
    }
    case "list":
      return renderList(token, options, depth);
    case "table":
      return renderTable(token, width, style);
    case "html":
      return wrap(token.raw.trimEnd(), width);
    case "paragraph":
      return wrap(renderInline(token.tokens, style, softBreakOf(token.text)), width);
    default: {
      if (!("tokens" in token) || !token.tokens) return wrap(decodeEntities(token.raw), width);
      return wrap(renderInline(token.tokens, style, softBreakOf(token.raw.trimEnd())), width);
    }
  }
}

function renderCode({ text }: Tokens.Code, { width, style, wrapCode }: BlockOptions): string[] {
  const lines = text.replaceAll("\t", "    ").trimEnd().split("\n");
  const shown = lines.flatMap((line) =>
    wrapCode || line.length > maxCodeRows * width ? wrapVerbatim(line, width - 2) : [line],
  );
  return shown.map((line) => (line === "" ? "" : `  ${style.paint("cyan", line)}`));
}

function renderList({ items, ordered, start, loose }: Tokens.List, options: BlockOptions, depth: number): string[] {
  const lines: string[] = [];
  const first = typeof start === "number" ? start : 1;
  // Numbers of different lengths end in the same column.
  const widest = String(first + items.length - 1).length;
  for (const [index, item] of items.entries()) {
    const box = item.task ? `[${item.checked ? "x" : " "}] ` : "";
    const mark = (ordered ? `${String(first + index).padStart(widest)}. ` : "• ") + box;
    const indent = stringWidth(mark);
    const inner = renderItem(item, { ...options, width: options.width - indent }, depth + 1);
    if (loose && lines.length > 0) lines.push("");
    for (const [row, line] of (inner.length > 0 ? inner : [""]).entries()) {
      lines.push(row === 0 ? mark + line : line === "" ? "" : " ".repeat(indent) + line);
    }
  }
  return lines;
}

/** In a tight list nothing stands apart. */
function renderItem({ tokens, loose }: Tokens.ListItem, options: BlockOptions, depth: number): string[] {
  if (loose) return renderBlocks(tokens, options, depth);
  return (tokens as MarkedToken[]).flatMap((token) => renderBlock(token, options, depth));
}
