import type { RankedDocument } from "./ranking.ts";
import type { Vector } from "./similarity.ts";

/** A row of RFC 4180. */
const csvRow = (cells: readonly (string | number)[]): string =>
  cells.map((cell) => (/[",\r\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(",");

const csv = (rows: readonly (readonly (string | number)[])[]): string => `${rows.map(csvRow).join("\r\n")}\r\n`;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export interface Similarities {
  model: string;
  texts: readonly string[];
  vectors: readonly Vector[];
  matrix: readonly Vector[];
}

/** The matrix with the texts as its heads. */
export const similaritiesToCsv = ({ texts, matrix }: Similarities): string =>
  csv([["", ...texts], ...matrix.map((row, place) => [texts[place] ?? "", ...row.map((value) => value.toFixed(6))])]);

export const similaritiesToJson = ({ model, texts, matrix }: Similarities): string =>
  json({ model, texts, similarities: matrix });

/** A line for each text, as vectors are long: JSON Lines. */
export const vectorsToJsonLines = ({ texts, vectors }: Similarities): string =>
  texts.map((text, place) => `${JSON.stringify({ text, embedding: vectors[place] })}\n`).join("");

export interface Ranking {
  model: string;
  query: string;
  ranked: readonly RankedDocument[];
}

export const rankingToCsv = ({ ranked }: Ranking): string =>
  csv([
    ["rank", "given", "score", "document"],
    ...ranked.map(({ rank, given, score, document }) => [rank, given, score, document]),
  ]);

export const rankingToJson = ({ model, query, ranked }: Ranking): string =>
  json({ model, query, results: ranked.map(({ rank, given, score, document }) => ({ rank, given, score, document })) });
