/** One line of the table. */
export interface Row {
  what: string;
  /** Measured, with its unit: `41.2 ms`. */
  ours: string;
  /** What it is compared with, and what that measured: `drained 38.0 ms`. */
  comparedWith: string;
  /** Ours to the other, or a measure of its own, by its unit. */
  ratio: number;
  unit: "x" | "%" | " ms" | " µs";
  /** Decimals shown; 2 unless given. */
  digits?: number | undefined;
  /** The lowest and the highest ratio of the run, where there are several. */
  spread?: Spread | undefined;
  target?: Target | undefined;
}

export interface Spread {
  lowest: number;
  highest: number;
}

/** At least, or at most, so much. */
export type Target = { least: number } | { most: number };

export interface MeasureOptions {
  /** Fewer runs. */
  quick: boolean;
}

/** Whether the row's target is met; a row without one always is. */
export function isMet({ ratio, target }: Row): boolean {
  if (!target) return true;
  return "least" in target ? ratio >= target.least : ratio <= target.most;
}
