/** The most values that are kept; of more, a random choice of all of them. */
const maxKept = 100_000;

/** Times in milliseconds, of which shares are told. Bounded, however long a load lasts. */
export class Sample {
  readonly #kept: number[] = [];
  readonly #random: () => number;
  #count = 0;
  #sum = 0;
  #max = 0;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  get count(): number {
    return this.#count;
  }

  get values(): readonly number[] {
    return this.#kept;
  }

  add(value: number): void {
    this.#count += 1;
    this.#sum += value;
    this.#max = Math.max(this.#max, value);
    if (this.#kept.length < maxKept) {
      this.#kept.push(value);
      return;
    }
    // Reservoir sampling: each of all values is kept with the same probability.
    const place = Math.floor(this.#random() * this.#count);
    if (place < maxKept) this.#kept[place] = value;
  }

  summary(): SampleSummary | null {
    if (this.#count === 0) return null;
    const sorted = this.#kept.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    const [p50, p90, p99] = [at(0.5), at(0.9), at(0.99)].map(rounded);
    return { p50, p90, p99, max: rounded(this.#max), mean: rounded(this.#sum / this.#count) } as SampleSummary;
  }
}

export interface SampleSummary {
  p50: number;
  p90: number;
  p99: number;
  max: number;
  mean: number;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
