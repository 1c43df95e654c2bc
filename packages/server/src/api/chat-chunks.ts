import { type ChunkIdentity, type ChunkWriter, chunkHead, usageChunk } from "./chunk-writer.ts";

const object = "chat.completion.chunk";

/** The events of a chat: the role first, the reason of its end last. */
export function chatChunks(identity: ChunkIdentity): ChunkWriter {
  const head = `${chunkHead(object, identity)}{"index":`;
  const chunk = (index: number, delta: string, finishReason: string): string =>
    `${head}${index},"delta":{${delta}},"logprobs":null,"finish_reason":${finishReason}}]}\n\n`;
  return {
    begin: (index) => chunk(index, '"role":"assistant","content":""', "null"),
    piece(index, text, thinking) {
      if (thinking === "") return text === "" ? "" : chunk(index, `"content":${JSON.stringify(text)}`, "null");
      const thought = `"reasoning_content":${JSON.stringify(thinking)}`;
      return chunk(index, text === "" ? thought : `${thought},"content":${JSON.stringify(text)}`, "null");
    },
    end: (index, finishReason) => chunk(index, "", JSON.stringify(finishReason)),
    usage: (usage) => usageChunk(object, identity, usage),
  };
}
