/**
 * What the workers of the harness answer, so that every caller can tell its own answer from another's, and a whole one
 * from one that is cut, repeated or out of order.
 */

export interface Question {
  id: string;
  tokens: number;
}

export const promptOf = ({ id, tokens }: Question): string => `${id} ${tokens}`;

export function questionOf(prompt: string): Question {
  const [id = "", tokens = "0"] = prompt.split(" ");
  return { id, tokens: Number(tokens) };
}

export const tokenOf = (id: string, index: number): string => `${id}:${index} `;

export function answerOf({ id, tokens }: Question): string {
  let text = "";
  for (let index = 0; index < tokens; index++) text += tokenOf(id, index);
  return text;
}

/** A vector that only this text has. */
export function vectorOf(text: string): number[] {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return [hash / 65_536, text.length];
}
