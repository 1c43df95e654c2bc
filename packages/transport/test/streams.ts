import type { ModelOutput } from "@modelfleet/core";
import { type ByteOperations, type ByteStream, decodeModelOutputs } from "@modelfleet/transport";

/** A stream of ready pieces. */
export function byteStream(chunks: Iterable<Uint8Array>, headers: Record<string, string> = {}): ByteStream {
  return {
    header: (name) => headers[name],
    bytes: (async function* () {
      yield* chunks;
    })(),
    cancel: () => {},
  };
}

/** Cut into pieces whose lengths are given in turn. */
export function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let start = 0, i = 0; start < bytes.length; i++) {
    const length = Math.max(1, lengths[i % lengths.length] ?? bytes.length);
    chunks.push(bytes.slice(start, start + length));
    start += length;
  }
  return chunks;
}

/** All outputs of a stream, and the code of the error that it ends with. */
export async function decodeAll(
  chunks: readonly Uint8Array[],
  byteOperations: ByteOperations,
  deltas = false,
): Promise<{ outputs: ModelOutput[]; error?: string }> {
  const outputs: ModelOutput[] = [];
  const stream = byteStream(chunks, deltas ? { "x-modelfleet-stream": "delta" } : {});
  try {
    for await (const output of decodeModelOutputs(stream, { what: "POST x", byteOperations, delta: deltas })) {
      outputs.push(output);
    }
    return { outputs };
  } catch (error) {
    return { outputs, error: (error as { code: string }).code };
  }
}
