/**
 * What the workers of the harness answer, so that every caller can tell its own answer from another's, and a whole one
 * from one that is cut, repeated or out of order.
 */

export interface Question {
  id: string;
  tokens: number;
}

/** Ours, and DB-GPT's: their answers differ in a mark, so that one that is mixed of both is found out too. */
export const workerKinds = ["native", "python"] as const;
export type WorkerKind = (typeof workerKinds)[number];

/** As ../../interop/python/scripts.py reads it. */
export const promptOf = ({ id, tokens }: Question): string => `numbered:${id}:${tokens}`;

export function questionOf(prompt: string): Question {
  const [, id = "", tokens = "0"] = prompt.split(":");
  return { id, tokens: Number(tokens) };
}

const marks: Record<WorkerKind, string> = { native: ":", python: ";" };

export const tokenOf = (id: string, index: number, worker: WorkerKind = "native"): string =>
  `${id}${marks[worker]}${index} `;

export function answerOf({ id, tokens }: Question, worker: WorkerKind = "native"): string {
  let text = "";
  for (let index = 0; index < tokens; index++) text += tokenOf(id, index, worker);
  return text;
}

/** As ../../interop/python/vectors.py embeds it. */
export const textsOf = (id: string): string[] => [`numbered:${id}`, `numbered:${id} again`];

/** A vector that only this text has, and only from this kind of worker. */
export function vectorOf(text: string, worker: WorkerKind = "native"): number[] {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return [hash / 65_536, text.length, workerKinds.indexOf(worker)];
}
