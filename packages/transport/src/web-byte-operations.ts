import type { ByteOperations } from "./byte-operations.ts";

/** Byte operations of web standards only. */
export const webByteOperations: ByteOperations = {
  indexOf(bytes, byte, start, end) {
    const index = bytes.indexOf(byte, start);
    return index < end ? index : -1;
  },
  equal(a, aStart, b, bStart, length) {
    for (let i = 0; i < length; i++) if (a[aStart + i] !== b[bStart + i]) return false;
    return true;
  },
};
