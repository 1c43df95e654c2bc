import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Choices that a seed repeats. */
export interface Random {
  /** From `min` to `max`, both included. */
  int(min: number, max: number): number;
  /** From 0 up to 1. */
  share(): number;
  pick<T>(from: readonly T[]): T;
}

export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const int = (min: number, max: number): number => uniformInt(generator, min, max);
  return {
    int,
    share: () => uniformFloat64(generator),
    pick: <T>(from: readonly T[]): T => from[int(0, from.length - 1)] as T,
  };
}
