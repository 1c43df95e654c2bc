import { style } from "../terminal/style.ts";
import { renderTable } from "../terminal/table.ts";
import type { Column } from "../terminal/table-column.ts";
import type { BenchReport } from "./bench-report.ts";
import { distributionChart } from "./distribution-chart.ts";
import type { SampleSummary } from "./sample.ts";
import { digits, timeText } from "./time-text.ts";

interface Row {
  name: string;
  summary: SampleSummary;
  text: (value: number) => string;
}

const value = (title: string, of: keyof SampleSummary): Column<Row> => ({
  title,
  cell: ({ summary, text }) => text(summary[of]),
  alignRight: true,
});

const columns: readonly Column<Row>[] = [
  { title: "", cell: ({ name }) => name },
  value("P50", "p50"),
  value("P90", "p90"),
  value("P99", "p99"),
  value("MAX", "max"),
  value("MEAN", "mean"),
];

/** The report as a person reads it. */
export async function reportLines(
  report: BenchReport,
  firstTokensMs: readonly number[],
  width: number,
): Promise<string[]> {
  const bold = (text: string): string => style("bold", text, process.stdout);
  const { answered, failed, cut, seconds, tokensPerSecond, answersPerSecond, outputTokens } = report;
  const counts = [`${answered} answered`, `${failed} failed`, ...(cut > 0 ? [`${cut} cut off`] : [])].join(", ");
  // Two lines, so that each fits a narrow terminal.
  const totals = [
    `${counts} in ${digits(seconds)} s`,
    `${digits(answersPerSecond)} answers/s, ${digits(tokensPerSecond)} tokens/s in all (${outputTokens} tokens)`,
  ];
  const errors = report.errors.map(({ message, count }) => style("red", `${count} x ${message}`, process.stdout));
  const rows = rowsOf(report);
  if (rows.length === 0) return [...totals, ...errors];
  const table = await renderTable(columns, rows, { paintTitle: bold });
  const chart = distributionChart(firstTokensMs, width);
  return [...totals, ...errors, "", ...table, "", bold("Time to first token, and how many answers had it"), ...chart];
}

function rowsOf({ firstTokenMs, interTokenMs, answerMs, answerTokensPerSecond }: BenchReport): Row[] {
  const rows: [name: string, summary: SampleSummary | null, text: Row["text"]][] = [
    ["first token", firstTokenMs, timeText],
    ["between tokens", interTokenMs, timeText],
    ["whole answer", answerMs, timeText],
    ["tokens/s of an answer", answerTokensPerSecond, digits],
  ];
  return rows.flatMap(([name, summary, text]) => (summary ? [{ name, summary, text }] : []));
}
