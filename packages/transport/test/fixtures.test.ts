import { loadStream, names, versions } from "@modelfleet/fixtures";
import { webByteOperations } from "@modelfleet/transport";
import { bufferByteOperations } from "@modelfleet/transport/node";
import { describe, expect, test, vi } from "vitest";
import { decodeLiterally } from "./literal-decoder.ts";
import { cut, decodeAll } from "./streams.ts";

// The longest is decoded byte by byte, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

function streams(version: string): string[] {
  return names(version).filter((name) => {
    try {
      return loadStream(version, name).bytes.length >= 0;
    } catch {
      return false;
    }
  });
}

describe.each(versions())("recorded from DB-GPT %s", (version) => {
  test.each(streams(version))("%s decodes as the literal decoder does", async (name) => {
    const { bytes, chunks } = loadStream(version, name);
    const expected = decodeLiterally([bytes]);
    for (const operations of [bufferByteOperations, webByteOperations]) {
      for (const pieces of [chunks, [bytes], cut(bytes, [1]), cut(bytes, [5, 1, 7, 3]), cut(bytes, [997, 64, 4096])]) {
        expect(await decodeAll(pieces, operations)).toEqual(expected);
      }
    }
  });
});
