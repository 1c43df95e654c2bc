/** How texts are told apart in one box. */
export type TextSeparator = "line" | "blank-line";

/** More would make a table that nobody can read, and a request that workers may refuse. */
export const mostTexts = 50;
/** In characters; embedding models read far less. */
export const longestText = 20_000;

/** The texts of a box, trimmed, without empty ones. */
export function parseTexts(box: string, separator: TextSeparator): string[] {
  const parts = separator === "line" ? box.split(/\r?\n/) : box.split(/\r?\n(?:[^\S\n]*\r?\n)+/);
  return parts.map((part) => part.trim()).filter(Boolean);
}

export type TextsProblem =
  | { kind: "too-few"; least: number }
  | { kind: "too-many"; count: number }
  | { kind: "too-long"; place: number };

/** What stands in the way of sending the texts. */
export function problemOf(texts: readonly string[], least: number): TextsProblem | undefined {
  if (texts.length < least) return { kind: "too-few", least };
  if (texts.length > mostTexts) return { kind: "too-many", count: texts.length };
  const long = texts.findIndex((text) => text.length > longestText);
  return long < 0 ? undefined : { kind: "too-long", place: long + 1 };
}

/** The beginning of a text, for where there is little room. Whole characters, also those of two code units. */
export function shorten(text: string, most: number): string {
  const characters = [...text.replaceAll(/\s+/g, " ")];
  return characters.length <= most ? characters.join("") : `${characters.slice(0, most).join("").trimEnd()}…`;
}
