const ascii = /^[\x20-\x7e]*$/;

export type TextWidth = (text: string) => number;

/**
 * A measure of how many columns of a terminal these texts take. The Unicode tables (and the `Intl.Segmenter` that they
 * need, 7 ms) are only loaded when one of the texts is not plain ASCII.
 */
export async function textWidthFor(texts: readonly string[]): Promise<TextWidth> {
  if (texts.every((text) => ascii.test(text))) return (text) => text.length;
  const { default: stringWidth } = await import("string-width");
  return (text) => (ascii.test(text) ? text.length : stringWidth(text));
}

/** The text, or its beginning and an ellipsis where it is wider than `width`. */
export function cutToWidth(text: string, width: number, widthOf: TextWidth): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  for (const character of text) {
    if (widthOf(kept + character) > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

export function padToWidth(text: string, width: number, widthOf: TextWidth, right = false): string {
  const missing = " ".repeat(Math.max(0, width - widthOf(text)));
  return right ? missing + text : text + missing;
}
