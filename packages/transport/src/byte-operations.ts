/** What the decoder needs of the runtime to work on bytes. `/node` supplies `Buffer`'s, which run at memory speed. */
export interface ByteOperations {
  /** The index of the first `byte` in `bytes` from `start` on and before `end`, or -1. */
  indexOf(bytes: Uint8Array, byte: number, start: number, end: number): number;
  /** Whether `length` bytes from `aStart` in `a` equal those from `bStart` in `b`, among which is no zero. */
  equal(a: Uint8Array, aStart: number, b: Uint8Array, bStart: number, length: number): boolean;
}
