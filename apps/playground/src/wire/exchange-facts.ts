import type { Exchange } from "../fleet-connection/exchange-log.ts";

/** The model that was asked; also of a request that was too long to be kept whole. */
export function modelOf({ requestBody }: Exchange): string | undefined {
  if (requestBody === undefined) return undefined;
  try {
    const { model } = JSON.parse(requestBody) as { model?: unknown };
    return typeof model === "string" ? model : undefined;
  } catch {
    return /"model"\s*:\s*"([^"\\]+)"/.exec(requestBody)?.[1];
  }
}

export type ExchangeState = "coming" | "complete" | "refused" | "failed" | "left";

export function stateOf({ status, end }: Exchange): ExchangeState {
  if (status !== undefined && status >= 400) return "refused";
  return end?.kind ?? "coming";
}

/** The last part of its path, such as `generate_stream`. */
export const routeOf = ({ url }: Exchange): string => url.slice(url.lastIndexOf("/") + 1);

/** Whether its answer is frames. */
export const hasFrames = (exchange: Exchange): boolean =>
  routeOf(exchange) === "generate_stream" && (exchange.status ?? 200) < 400;

export const keptBytesOf = ({ chunks }: Exchange): number => chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);

/** Of the whole answer, what was not kept included. */
export const sizeOf = (exchange: Exchange): number => keptBytesOf(exchange) + exchange.droppedBytes;

/** Milliseconds since it was sent: until its end, or until what came last. */
export const lastedMs = ({ end, chunks }: Exchange): number => end?.atMs ?? chunks.at(-1)?.atMs ?? 0;

/** The answer as text, up to so many bytes. */
export function answerText({ chunks }: Exchange, limit: number): string {
  const decoder = new TextDecoder();
  let text = "";
  let read = 0;
  for (const { bytes } of chunks) {
    if (read >= limit) break;
    text += decoder.decode(bytes.subarray(0, limit - read), { stream: true });
    read += bytes.length;
  }
  return text;
}
