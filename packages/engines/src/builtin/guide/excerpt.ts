import { isCode, isTable, splitBlocks } from "./blocks.ts";
import { guideTerms } from "./guide-terms.ts";

const hits = (text: string, wanted: ReadonlySet<string>): number =>
  guideTerms(text).filter((term) => wanted.has(term)).length;

/** A table above this length is shown in part, in characters. */
const longTable = 900;

/** A long table without the rows that no word of the question stands in, unless it is about the table as a whole. */
function shortenTable(block: string, wanted: ReadonlySet<string>): string {
  const lines = block.split("\n");
  if (!isTable(block) || block.length <= longTable || hits(lines[0] ?? "", wanted) > 0) return block;
  const rows = lines.slice(2).filter((row) => hits(row, wanted) > 0);
  return rows.length === 0 ? block : [...lines.slice(0, 2), ...rows].join("\n");
}

/**
 * What of a section answers the question: all of it if it is short, otherwise the blocks with the most words of the
 * question, in their order. A code block belongs to what stands before it.
 *
 * @param limit about how long, in characters; one block may exceed it
 */
export function excerpt(markdown: string, question: string, limit: number): string {
  const wanted = new Set(guideTerms(question));
  const groups: string[][] = [];
  for (const block of splitBlocks(markdown)) {
    const last = groups.at(-1);
    if (isCode(block) && last) last.push(block);
    else groups.push([shortenTable(block, wanted)]);
  }
  const texts = groups.map((group) => group.join("\n\n"));
  const ranked = texts
    .map((text, index) => ({ index, length: text.length, score: hits(groups[index]?.[0] ?? "", wanted) }))
    .sort((a, b) => b.score - a.score || a.index - b.index);
  const chosen = new Set<number>();
  let length = 0;
  for (const candidate of ranked) {
    if (chosen.size > 0 && length + candidate.length > limit) continue;
    chosen.add(candidate.index);
    length += candidate.length;
  }
  return texts.filter((_, index) => chosen.has(index)).join("\n\n");
}
