/** Without state, as it is never told that more follows. */
const utf8 = new TextDecoder();

/**
 * The whole body as text.
 *
 * @returns `undefined` if it has more than `maxBytes`; it is left then
 */
export async function readText(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    length += piece.length;
    if (length > maxBytes) return undefined;
    pieces.push(piece);
  }
  // Nearly always there is one only.
  return pieces.length === 1 ? utf8.decode(pieces[0]) : new Blob(pieces as Uint8Array<ArrayBuffer>[]).text();
}
