import fc from "fast-check";
import { expect, test, vi } from "vitest";
import type { Exchange } from "../src/fleet-connection/exchange-log.ts";
import { arrivals, gaps } from "../src/wire/arrivals.ts";
import { FrameReader } from "../src/wire/frame-reader.ts";
import { FrameSplitter } from "../src/wire/frame-splitter.ts";
import { rowText, textAt } from "../src/wire/frame-text.ts";

// How long a decoder may take on a busy machine.
const decoding = { timeout: 20_000 };
vi.setConfig({ testTimeout: 30_000 });

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (some: Uint8Array) => new TextDecoder().decode(some);

function exchange(chunks: readonly string[], rest: Partial<Exchange> = {}): Exchange {
  return {
    id: "1",
    call: undefined,
    method: "POST",
    url: "http://w:8001/api/worker/generate_stream",
    instance: "w:8001",
    sentAt: 0,
    requestBody: '{"model":"qwen"}',
    status: 200,
    responseHeaders: {},
    chunks: chunks.map((chunk, place) => ({ atMs: (place + 1) * 10, bytes: bytes(chunk) })),
    droppedBytes: 0,
    end: { kind: "complete", atMs: 1_000 },
    ...rest,
  };
}

async function read(of: Exchange): Promise<FrameReader> {
  const reader = new FrameReader(of);
  reader.take(of);
  await vi.waitFor(() => {
    const { frames, failure } = reader.store.get();
    expect(failure !== undefined || frames.every(({ output, bytes: { length } }) => output || length === 0)).toBe(true);
  }, decoding);
  return reader;
}

const cumulative = ["He", "Hello", "Hello, world"].map((said) => `{"text":"${said}","error_code":0}\0`);
const deltas = ["He", "llo", ", world"].map((said) => `{"text":"${said}","error_code":0}\0`);

test("frames are the same wherever the stream was cut", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), fc.array(fc.nat({ max: 7 }), { minLength: 1 }), (rows, cuts) => {
      const frames = rows.map((row) => row.replaceAll("\0", ""));
      const stream = bytes(frames.map((frame) => `${frame}\0`).join(""));
      const splitter = new FrameSplitter();
      const found: string[] = [];
      for (let at = 0, turn = 0; at < stream.length; turn += 1) {
        const length = 1 + (cuts[turn % cuts.length] ?? 0);
        found.push(...splitter.push(stream.subarray(at, at + length)).map(text));
        at += length;
      }
      expect(found).toEqual(frames);
      expect(splitter.unfinishedBytes).toBe(0);
    }),
  );
});

test.each([
  ["cumulative text", cumulative, {}],
  ["deltas", deltas, { "x-modelfleet-stream": "delta" }],
])("%s show as what is new and as the whole so far", async (_name, chunks, responseHeaders) => {
  const { frames } = (await read(exchange(chunks, { responseHeaders }))).store.get();
  expect(frames.map((_, index) => rowText(frames, index, "delta").text)).toEqual(["He", "llo", ", world"]);
  expect(frames.map((_, index) => rowText(frames, index, "cumulative").text)).toEqual(["He", "Hello", "Hello, world"]);
  expect(frames.map((_, index) => textAt(frames, index).text)).toEqual(["He", "Hello", "Hello, world"]);
  expect(rowText(frames, 0, "raw").text).toBe('{"text":"He","error_code":0}');
});

test("each frame has the time of its last byte and the gap before it", async () => {
  const { frames } = (
    await read(exchange(['{"text":"a","err', 'or_code":0}\0{"text":"ab","error_code":0}\0']))
  ).store.get();
  expect(frames.map(({ atMs, gapMs }) => [atMs, gapMs])).toEqual([
    [20, 20],
    [20, 0],
  ]);
});

test("says what the other view of the wire would take, to the byte where text is all there is", async () => {
  const size = (chunks: readonly string[]) => chunks.join("").length;
  const ofDeltas = await read(exchange(deltas, { responseHeaders: { "x-modelfleet-stream": "delta" } }));
  const ofCumulative = await read(exchange(cumulative));
  for (const reader of [ofDeltas, ofCumulative]) {
    expect(reader.store.get()).toMatchObject({ cumulativeBytes: size(cumulative), deltaBytes: size(deltas) });
  }
});

test("reads on where it stopped while an answer comes", async () => {
  const whole = exchange(cumulative);
  const reader = new FrameReader(whole);
  const counts: number[] = [];
  for (const come of [1, 2, 3]) {
    reader.take({ ...whole, chunks: whole.chunks.slice(0, come), end: undefined });
    counts.push(reader.store.get().count);
  }
  reader.take(whole);
  expect(counts).toEqual([1, 2, 3]);
  await vi.waitFor(() => expect(textAt(reader.store.get().frames, 2).text).toBe("Hello, world"), decoding);
});

test("text that a worker takes back starts over", async () => {
  const chunks = ['{"text":"Hello","error_code":0}\0', '{"text":"Sorry","error_code":0}\0'];
  const { frames } = (await read(exchange(chunks))).store.get();
  expect(frames[1]?.output?.reset).toBe(true);
  expect(textAt(frames, 1).text).toBe("Sorry");
});

test("what the decoder refuses is told, and its bytes stay to be seen", async () => {
  const { frames, failure } = (await read(exchange(["not JSON\0"]))).store.get();
  expect(failure).toContain("is not JSON");
  expect(rowText(frames, 0, "raw").text).toBe("not JSON");
});

test("an answer that was cut off by a stop is no fault", async () => {
  const of = exchange(['{"text":"a","error_code":0}\0{"te'], { end: { kind: "left", atMs: 20 } });
  const { count, unfinishedBytes, failure } = (await read(of)).store.get();
  expect({ count, unfinishedBytes, failure }).toEqual({ count: 1, unfinishedBytes: 4, failure: undefined });
});

test("ten thousand frames give rows without their whole answers", async () => {
  const chunks = Array.from({ length: 10_000 }, (_, index) => `{"text":"word${index} ","error_code":0}\0`);
  const reader = await read(exchange(chunks, { responseHeaders: { "x-modelfleet-stream": "delta" } }));
  const { frames, count } = reader.store.get();
  expect(count).toBe(10_000);
  const row = rowText(frames, 9_999, "cumulative").text;
  expect(row.length).toBeLessThan(300);
  expect(row.endsWith("word9998 word9999 ")).toBe(true);
});

test("arrivals are counted by time, and the longest gap is found", async () => {
  const frame = (atMs: number, gapMs: number) => ({ atMs, gapMs, bytes: bytes("123"), output: undefined });
  const frames = [frame(50, 50), frame(60, 10), frame(95, 35), frame(100, 5)];
  expect(arrivals(frames, 100, 2)).toMatchObject({ bytes: [0, 16], frames: [0, 4] });
  expect(gaps(frames)).toEqual({ medianMs: 10, longestMs: 35, longestAt: 2 });
  expect(gaps(frames.slice(0, 1))).toBeUndefined();
});
