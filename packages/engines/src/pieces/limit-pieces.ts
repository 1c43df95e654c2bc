import type { ModelRequest } from "@modelfleet/core";
import type { EnginePiece } from "../define/engine-definition.ts";
import { StopFilter } from "./stop-filter.ts";

/**
 * Keeps an answer within the limits of its request, for engines that no model does it for: stop strings (in the text,
 * not in the thinking) and the number of tokens, a piece being one.
 */
export async function* limitPieces(
  pieces: AsyncIterable<EnginePiece>,
  { stop, maxNewTokens = Number.POSITIVE_INFINITY }: Pick<ModelRequest, "stop" | "maxNewTokens">,
): AsyncGenerator<EnginePiece> {
  const filter = new StopFilter(stop);
  let left = maxNewTokens;
  for await (const piece of pieces) {
    const { text, stopped } = filter.push(piece.text ?? "");
    if (stopped) {
      yield { ...piece, text, finishReason: "stop" };
      return;
    }
    if (--left <= 0) {
      yield { ...piece, text: text + filter.flush(), finishReason: "length" };
      return;
    }
    yield { ...piece, text };
  }
  const text = filter.flush();
  if (text) yield { text };
}
