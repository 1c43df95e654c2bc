/** The paragraphs, lists, tables and code blocks of a Markdown text, in their order. */
export function splitBlocks(markdown: string): string[] {
  const blocks: string[] = [];
  let block: string[] = [];
  let fenced = false;
  const close = (): void => {
    if (block.length > 0) blocks.push(block.join("\n"));
    block = [];
  };
  for (const line of markdown.split("\n")) {
    if (/^\s*```/.test(line)) fenced = !fenced;
    if (line.trim() === "" && !fenced) close();
    else block.push(line);
  }
  close();
  return blocks;
}

export const isCode = (block: string): boolean => /^\s*```/.test(block);

/** The text that is searched: code says what to type, not what it is about, and its examples would match anything. */
export function searchableText(markdown: string): string {
  return splitBlocks(markdown)
    .filter((block) => !isCode(block))
    .join("\n");
}
