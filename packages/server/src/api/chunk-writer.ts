import type { totalUsage } from "./usage.ts";

/** What every chunk of a stream carries. */
export interface ChunkIdentity {
  id: string;
  /** In seconds since the epoch. */
  created: number;
  model: string;
  /** Whether the last chunk carries the usage, and all others say that they do not. */
  includeUsage: boolean;
}

/** Writes the events of a stream, each ready to be sent; a method returns nothing where there is nothing to say. */
export interface ChunkWriter {
  begin(index: number): string;
  piece(index: number, text: string, thinking: string): string;
  end(index: number, finishReason: string): string;
  usage(usage: ReturnType<typeof totalUsage>): string;
}

/** The beginning of each event, up to the entries of `choices`, made once: only what is new is made for each token. */
export function chunkHead(object: string, { id, created, model, includeUsage }: ChunkIdentity): string {
  const head = JSON.stringify({ id, object, created, model, ...(includeUsage ? { usage: null } : {}) });
  return `data: ${head.slice(0, -1)},"choices":[`;
}

/** The chunk after the last one, without choices. */
export function usageChunk(
  object: string,
  { id, created, model }: ChunkIdentity,
  usage: ReturnType<typeof totalUsage>,
): string {
  return `data: ${JSON.stringify({ id, object, created, model, choices: [], usage })}\n\n`;
}
