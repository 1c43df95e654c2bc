/** Deeper than any request that means something. To parse and to walk through what is deeper takes seconds a megabyte. */
const maxDepth = 128;

/** The value of a text in JSON. Throws `SyntaxError` where it is none, or is nested deeper than 128 levels. */
export function parseJson(text: string): unknown {
  if (isDeep(text)) throw new SyntaxError(`nested deeper than ${maxDepth} levels`);
  return JSON.parse(text);
}

/** Long texts are mostly strings, which are passed over in one go. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // A quote.
        at = endOfString(text, at);
        if (at < 0) return false;
        break;
      case 0x5b: // [ and {
      case 0x7b:
        if (++depth > maxDepth) return true;
        break;
      case 0x5d: // ] and }
      case 0x7d:
        depth -= 1;
    }
  }
  return false;
}

/** Where the string that begins at `start` has its closing quote; -1 if it has none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === 0x5c) before -= 1;
    // After an even number of backslashes, which stand for themselves.
    if ((end - before) % 2 === 1) return end;
  }
  return -1;
}
