import { cancelled, type LineEditor, type TypedLine } from "./line-editor.ts";

const block = '"""';

export interface Prompts {
  first: string;
  /** Before the further lines of a message. */
  more: string;
}

/**
 * A message of one line, or of several: those that end with a backslash are joined with the next one, and all between two
 * `"""` belong together.
 */
export async function readMessage(editor: LineEditor, prompts: Prompts): Promise<TypedLine> {
  const first = await editor.next(prompts.first);
  if (typeof first !== "string") return first;
  if (first.trimStart().startsWith(block)) return readBlock(editor, first.trimStart().slice(block.length), prompts);

  const lines: string[] = [];
  let line = first;
  while (/(?<!\\)(?:\\\\)*\\$/.test(line)) {
    lines.push(line.slice(0, -1));
    const next = await editor.next(prompts.more);
    if (next === cancelled) return next;
    if (next === undefined) break;
    line = next;
  }
  return [...lines, line].join("\n");
}

async function readBlock(editor: LineEditor, begun: string, { more }: Prompts): Promise<TypedLine> {
  const lines: string[] = [];
  let line = begun;
  while (!line.trimEnd().endsWith(block)) {
    lines.push(line);
    const next = await editor.next(more);
    if (typeof next !== "string") return next;
    line = next;
  }
  lines.push(line.trimEnd().slice(0, -block.length));
  return lines.join("\n").replace(/^\n|\n$/g, "");
}
