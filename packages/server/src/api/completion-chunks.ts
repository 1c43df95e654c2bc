import { type ChunkIdentity, type ChunkWriter, chunkHead, usageChunk } from "./chunk-writer.ts";

const object = "text_completion";

/** The events of a completion, which knows neither roles nor thinking. */
export function completionChunks(identity: ChunkIdentity): ChunkWriter {
  const head = `${chunkHead(object, identity)}{"index":`;
  const chunk = (index: number, text: string, finishReason: string): string =>
    `${head}${index},"text":${JSON.stringify(text)},"logprobs":null,"finish_reason":${finishReason}}]}\n\n`;
  return {
    begin: () => "",
    piece: (index, text) => (text === "" ? "" : chunk(index, text, "null")),
    end: (index, finishReason) => chunk(index, "", JSON.stringify(finishReason)),
    usage: (usage) => usageChunk(object, identity, usage),
  };
}
