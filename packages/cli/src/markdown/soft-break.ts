import stringWidth from "string-width";

/** Nobody wraps prose narrower than this by hand; shorter lines are verses, addresses, lists without marks. */
const minProseWidth = 60;

/**
 * What the line breaks of a paragraph stand for. Markdown takes them for spaces, and means text that was wrapped where it
 * was written; most models break a line only where they want it broken. It was wrapped if no line had room for the first
 * word of the next.
 */
export function softBreakOf(source: string): " " | "\n" {
  const lines = source.split("\n");
  const widths = lines.map((line) => stringWidth(line));
  const widest = Math.max(...widths);
  const isWrapped = lines.slice(1).every((line, index) => {
    const word = line.trimStart().split(" ", 1)[0] as string;
    return (widths[index] as number) + 1 + stringWidth(word) > widest;
  });
  return widest >= minProseWidth && isWrapped ? " " : "\n";
}
