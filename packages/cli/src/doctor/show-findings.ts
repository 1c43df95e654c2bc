import { stripToLine } from "../terminal/control-stripper.ts";
import { type Style, style } from "../terminal/style.ts";
import { cutToWidth, textWidthFor } from "../terminal/text-width.ts";
import { counted } from "./counted.ts";
import type { Finding, FindingLevel } from "./finding.ts";

const marks: Readonly<Record<FindingLevel, [mark: string, paint: Style]>> = {
  ok: ["✓", "green"],
  note: ["·", "dim"],
  warning: ["!", "yellow"],
  problem: ["✗", "red"],
};

/** A finding as lines, broken to fit a terminal. */
export async function findingLines({ level, message, advice }: Finding, width: number): Promise<string[]> {
  const [mark, paint] = marks[level];
  const { stdout } = process;
  const [first = "", ...rest] = await wrapped(message, width - 2);
  const head = level === "note" ? style("dim", first, stdout) : first;
  return [
    `${style(paint, mark, stdout)} ${head}`,
    ...rest.map((line) => `  ${level === "note" ? style("dim", line, stdout) : line}`),
    ...(advice ? (await wrapped(advice, width - 4)).map((line) => `    ${style("cyan", line, stdout)}`) : []),
  ];
}

async function wrapped(text: string, width: number): Promise<string[]> {
  const lines = text.split("\n").map((line) => stripToLine(line).trim());
  const widthOf = await textWidthFor(lines);
  const wide = Math.max(20, width);
  return lines.flatMap((line) => {
    const broken: string[] = [];
    for (const word of line.split(" ")) {
      const longer = broken.length > 0 ? `${broken.at(-1)} ${word}` : word;
      if (broken.length > 0 && widthOf(longer) <= wide) broken[broken.length - 1] = longer;
      else broken.push(cutToWidth(word, wide, widthOf));
    }
    return broken;
  });
}

export function summary(findings: readonly Finding[]): string {
  const count = (level: FindingLevel): number => findings.filter((finding) => finding.level === level).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  if (problems + warnings === 0) return "Nothing is wrong.";
  return `${counted(problems, "problem")}, ${counted(warnings, "warning")}.`;
}
