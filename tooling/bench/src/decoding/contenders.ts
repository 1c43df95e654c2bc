import type { ModelOutput } from "@modelfleet/core";
import { type ByteOperations, type ByteStream, decodeModelOutputs, webByteOperations } from "@modelfleet/transport";
import { bufferByteOperations } from "@modelfleet/transport/node";
import { readFields } from "../read-fields.ts";
import { decodeLiterally, readChecked, readUnchecked } from "./literal-decoder.ts";

/** Who takes part in a comparison. */
export type ContenderName = "literal" | "literal, checked" | "ours" | "ours, web only";

/** Ready pieces as a stream, at the least cost that an async iterator can have. */
class Pieces implements AsyncIterableIterator<Uint8Array> {
  readonly #pieces: readonly Uint8Array[];
  #at = 0;

  constructor(pieces: readonly Uint8Array[]) {
    this.#pieces = pieces;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Without a promise, as the Node transport hands out pieces that have arrived. */
  take(): Uint8Array | undefined {
    return this.#pieces[this.#at++];
  }

  next(): Promise<IteratorResult<Uint8Array>> {
    const value = this.#pieces[this.#at++];
    return Promise.resolve(value ? { done: false, value } : { done: true, value: undefined });
  }
}

function ours(pieces: readonly Uint8Array[], byteOperations: ByteOperations): AsyncIterable<ModelOutput> {
  const bytes = new Pieces(pieces);
  const stream: ByteStream = { header: () => undefined, bytes, cancel: () => {} };
  if (byteOperations === bufferByteOperations) stream.take = () => bytes.take();
  return decodeModelOutputs(stream, { what: "bench", byteOperations });
}

export const contenders: Record<ContenderName, (pieces: readonly Uint8Array[]) => AsyncIterable<ModelOutput>> = {
  literal: (pieces) => decodeLiterally(new Pieces(pieces), readUnchecked),
  "literal, checked": (pieces) => decodeLiterally(new Pieces(pieces), readChecked),
  ours: (pieces) => ours(pieces, bufferByteOperations),
  "ours, web only": (pieces) => ours(pieces, webByteOperations),
};

/** Reads a stream to its end. */
export async function consume(outputs: AsyncIterable<ModelOutput>): Promise<number> {
  let sum = 0;
  for await (const output of outputs) {
    sum += readFields(output);
  }
  return sum;
}

/** The least that any decoder must do: take the bytes and find where frames end. */
export async function drain(pieces: readonly Uint8Array[]): Promise<number> {
  let frames = 0;
  for await (const piece of new Pieces(pieces)) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    for (let nul = bytes.indexOf(0); nul >= 0; nul = bytes.indexOf(0, nul + 1)) frames++;
  }
  return frames;
}
