const bytesPerLine = 16;

/** Bytes by their offset, in hexadecimal and as ASCII, the way `hexdump -C` has them. */
export function hexDump(bytes: Uint8Array, limit: number): string {
  const lines: string[] = [];
  for (let offset = 0; offset < Math.min(bytes.length, limit); offset += bytesPerLine) {
    const part = [...bytes.subarray(offset, Math.min(offset + bytesPerLine, limit))];
    const hex = part.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const ascii = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${offset.toString(16).padStart(6, "0")}  ${hex.padEnd(bytesPerLine * 3 - 1)}  ${ascii}`);
  }
  return lines.join("\n");
}
