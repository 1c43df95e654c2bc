/** Terminals that know it draw what stands between the two at once; others ignore both. */
const beginUpdate = "\x1b[?2026h";
export const endUpdate = "\x1b[?2026l";

/** What is to be seen as a whole or not at all: even what is written at once may reach a terminal in pieces. */
export function asOneUpdate(text: string): string {
  return beginUpdate + text + endUpdate;
}
