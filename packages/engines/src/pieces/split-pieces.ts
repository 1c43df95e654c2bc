/** The words of a text with the space before each; joined they are the text. A token of engines without a tokenizer. */
export function splitPieces(text: string): string[] {
  return text.match(/\s*\S+(?:\s+$)?|\s+$/g) ?? [];
}
