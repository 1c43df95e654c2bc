import wrapAnsi from "wrap-ansi";

/** Lines of at most this width, broken between words where possible; styles end with each line and begin anew. */
export function wrap(text: string, width: number): string[] {
  return wrapAnsi(text, Math.max(1, width), { hard: true }).split("\n");
}

/** Cut at the width, blanks kept, as code has to be. */
export function wrapVerbatim(text: string, width: number): string[] {
  return wrapAnsi(text, Math.max(1, width), { hard: true, wordWrap: false, trim: false }).split("\n");
}
