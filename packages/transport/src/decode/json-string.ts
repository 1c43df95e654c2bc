const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Up to this length a loop beats `TextDecoder`. */
const shortLength = 32;

/** @throws TypeError if the bytes are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  return text.decode(bytes.subarray(start, end));
}

/**
 * The value of the inside of a JSON string, or of a part of it.
 *
 * @returns `undefined` if it is not one, such as one with a bare quote in it
 */
export function decodeJsonString(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (end - start <= shortLength) {
    const value = decodePlain(bytes, start, end);
    if (value !== undefined) return value;
  }
  try {
    return JSON.parse(`"${decodeUtf8(bytes, start, end)}"`) as string;
  } catch {
    return undefined;
  }
}

/** What most tokens are: ASCII and common escapes, or characters of three bytes. Leaves everything else. */
function decodePlain(bytes: Uint8Array, start: number, end: number): string | undefined {
  let value = "";
  for (let i = start; i < end; i++) {
    let unit = bytes[i] as number;
    if (unit === 0x5c) {
      unit = bytes[++i] as number;
      if (i >= end) return undefined;
      if (unit === 0x6e) unit = 0x0a;
      else if (unit !== 0x22 && unit !== 0x5c) return undefined;
    } else if (unit >= 0x80) {
      // Three bytes, and not those of an overlong form (0xe0) or a surrogate (0xed).
      const second = bytes[i + 1] as number;
      const third = bytes[i + 2] as number;
      if (unit <= 0xe0 || unit > 0xef || unit === 0xed || i + 2 >= end) return undefined;
      if ((second & 0xc0) !== 0x80 || (third & 0xc0) !== 0x80) return undefined;
      unit = ((unit & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f);
      i += 2;
    } else if (unit < 0x20 || unit === 0x22) return undefined;
    value += String.fromCharCode(unit);
  }
  return value;
}

/** Where the inside of a JSON string that starts before `start` ends: at its closing quote; -1 without one. */
export function indexOfClosingQuote(bytes: Uint8Array, start: number, end: number): number {
  for (let i = start; i < end; i++) {
    const byte = bytes[i];
    if (byte === 0x22) return i;
    if (byte === 0x5c) i++;
  }
  return -1;
}
