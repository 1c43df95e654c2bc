import type { BodyReader } from "./exchange.ts";

/**
 * The whole body as text.
 *
 * @returns `undefined` if it has more than `maxBytes`; it is cancelled then
 */
export async function readText(
  body: Pick<BodyReader, "read" | "cancel">,
  maxBytes: number,
): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for (;;) {
    const piece = await body.read();
    if (!piece) return text + decoder.decode();
    length += piece.length;
    if (length > maxBytes) {
      body.cancel();
      return undefined;
    }
    text += decoder.decode(piece, { stream: true });
  }
}
