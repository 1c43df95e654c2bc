/** The same for both ways of driving the model; with temperature 0 both say the same. */
export const settings = { threads: 1, contextLength: 2048, parallel: 4 } as const;

export const answerTokens = 96;

/** Different in every round, so that no cache holds it. */
export function questionOf(round: number, index: number): string {
  return `Tell the story number ${round * 10 + index} of the lighthouse, its keeper and the ships, at great length.`;
}
