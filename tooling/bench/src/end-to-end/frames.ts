import { makeStream, type StreamKind } from "../decoding/streams.ts";

/** Tokens of one answer, in every measurement over a network. */
export const answerTokens = 4_000;

/** The frames of one answer, each as one chunk of HTTP's chunked coding: ready to be written to a socket. */
export function makeChunks(kind: StreamKind): Buffer[] {
  const bytes = Buffer.from(makeStream(kind, answerTokens));
  const chunks: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0, start) + 1;
    const size = (end - start).toString(16);
    chunks.push(Buffer.concat([Buffer.from(`${size}\r\n`), bytes.subarray(start, end), Buffer.from("\r\n")]));
    start = end;
  }
  return chunks;
}
