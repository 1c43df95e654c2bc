import { Buffer } from "node:buffer";
import type { ByteOperations } from "../byte-operations.ts";

const { indexOf, compare } = Buffer.prototype;

/** `Buffer`'s, which are memchr and memcmp. They take any `Uint8Array`. */
export const bufferByteOperations: ByteOperations = {
  indexOf(bytes, byte, start, end) {
    const index = indexOf.call(bytes, byte, start);
    return index < end ? index : -1;
  },
  equal(a, aStart, b, bStart, length) {
    return compare.call(a, b, bStart, bStart + length, aStart, aStart + length) === 0;
  },
};
