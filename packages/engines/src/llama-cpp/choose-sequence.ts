/** A place in the model's memory, by what it still holds. */
export interface HeldSequence {
  /** How many tokens it holds. */
  held: number;
  /** How many of its first tokens are also the first of the new prompt. */
  common: number;
  /** When it was last used, in any rising unit. */
  usedAt: number;
}

/**
 * Which sequence a prompt goes to: the one that saves the most work. What the prompt does not share is lost for the
 * conversation that it belongs to, so it counts half against it; among equals the one that was left longest ago.
 *
 * @returns the index; -1 for no sequences
 */
export function chooseSequence(sequences: readonly HeldSequence[]): number {
  let best = -1;
  let bestGain = Number.NEGATIVE_INFINITY;
  for (const [index, { held, common, usedAt }] of sequences.entries()) {
    const gain = common - (held - common) / 2;
    const older = usedAt < (sequences[best]?.usedAt ?? Number.POSITIVE_INFINITY);
    if (gain > bestGain || (gain === bestGain && older)) {
      best = index;
      bestGain = gain;
    }
  }
  return best;
}
