import type { AnswerMessage } from "../chat/conversation.ts";
import type { Spoken } from "../state/wording.ts";
import type { compareWording } from "./compare-wording.ts";
import { figuresOf } from "./figures.ts";

/** One column, as it is handed on. */
export interface Result {
  /** What sets the column apart from others with the same model, such as its parameters. */
  note: string | undefined;
  question: string;
  answer: AnswerMessage;
}

const inCell = (text: string): string => text.replaceAll(/[\\|]/g, "\\$&").replaceAll(/\s+/g, " ").trim();
const quote = (text: string): string => text.trim().replaceAll(/^/gm, "> ").replaceAll(/ +$/gm, "");
const seconds = (ms: number | undefined): string => (ms === undefined ? "–" : `${(ms / 1_000).toFixed(2)} s`);

/** The figures of the last answers as a Markdown table, with the question above it. */
export function resultsTable(results: readonly Result[], t: Spoken<typeof compareWording>): string {
  const rows = results.map(({ note, answer }) => {
    const { firstTokenMs, perSecond, totalMs, tokens, estimated } = figuresOf(answer);
    const about = (text: string) => (estimated ? t.about(text) : text);
    return [
      note ? `${answer.model} (${note})` : answer.model,
      seconds(firstTokenMs),
      perSecond === undefined ? "–" : about(perSecond.toFixed(1)),
      seconds(totalMs),
      tokens === undefined ? "–" : about(String(tokens)),
      answer.instance ?? "–",
      t[answer.state],
    ];
  });
  const head = [t.modelHead, t.firstToken, t.speedHead, t.total, t.tokens, t.servedBy, t.state];
  const line = (cells: readonly string[]) => `| ${cells.map(inCell).join(" | ")} |`;
  const rule = "| --- | ---: | ---: | ---: | ---: | --- | --- |";
  const questions = [...new Set(results.map(({ question }) => question))];
  return `${[...questions.map((question) => `${quote(question)}\n`), line(head), rule, ...rows.map(line)].join("\n")}\n`;
}

/** The same, and what was answered. */
export function resultsWithAnswers(results: readonly Result[], t: Spoken<typeof compareWording>): string {
  const answers = results.map(({ note, answer }) => {
    const failure = answer.failure ? `*${answer.failure.message}*` : "";
    const parts = [`## ${answer.model}${note ? ` (${note})` : ""}`, answer.text.trim(), failure];
    return parts.filter(Boolean).join("\n\n");
  });
  return `${[resultsTable(results, t).trimEnd(), ...answers].join("\n\n")}\n`;
}
