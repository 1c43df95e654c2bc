/** The rows of a table that DB-GPT's command line printed, by its column titles. */
export function readPrettyTable(text: string): Record<string, string>[] {
  const cells = (line: string): string[] =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
  const [titles = [], ...rows] = text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map(cells);
  return rows.map((row) => Object.fromEntries(titles.map((title, index) => [title, row[index] ?? ""])));
}
