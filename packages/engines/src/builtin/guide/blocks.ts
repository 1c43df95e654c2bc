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

export const isTable = (block: string): boolean => /^\s*\|/.test(block);

const textOf = (markdown: string, wanted: (block: string) => boolean): string =>
  splitBlocks(markdown).filter(wanted).join("\n");

/** What a section says. Code is not searched: it says what to type, not what it is about, and would match anything. */
export const proseText = (markdown: string): string => textOf(markdown, (block) => !isCode(block) && !isTable(block));

export const tableText = (markdown: string): string => textOf(markdown, isTable);
