import { expect, test } from "vitest";
import type { Exchange } from "../src/fleet-connection/exchange-log.ts";
import { curlOf, isWhole } from "../src/wire/curl.ts";
import { hasFrames, modelOf, routeOf, stateOf } from "../src/wire/exchange-facts.ts";
import { formatBytes, formatGap } from "../src/wire/format-bytes.ts";
import { hexDump } from "../src/wire/hex-dump.ts";
import { windowOf } from "../src/wire/use-window.ts";

const exchange: Exchange = {
  id: "1",
  call: undefined,
  method: "POST",
  url: "http://gateway:8000/api/worker/generate_stream",
  instance: "w:8001",
  sentAt: 0,
  requestBody: `{"model":"qwen","messages":"it's"}`,
  status: 200,
  responseHeaders: { "x-modelfleet-stream": "delta" },
  chunks: [],
  droppedBytes: 0,
  end: { kind: "complete", atMs: 10 },
};

test("a request as curl goes to the same worker, quotes what shells would read, and holds no token", () => {
  expect(curlOf(exchange, { token: true })).toBe(
    `curl --no-buffer -X POST 'http://gateway:8000/api/worker/generate_stream' \\
  -H "authorization: Bearer $MODELFLEET_TOKEN" \\
  -H 'content-type: application/json' \\
  -H 'x-modelfleet-stream: delta' \\
  -H 'x-modelfleet-instance: w:8001' \\
  --data-raw '{"model":"qwen","messages":"it'\\''s"}' | tr '\\0' '\\n'
`,
  );
});

test("a worker at its own address needs no header that names it, and vectors no frames", () => {
  const embeddings = { ...exchange, url: "http://w:8001/api/worker/embeddings" };
  expect(curlOf(embeddings, { token: false })).toBe(
    `curl --no-buffer -X POST 'http://w:8001/api/worker/embeddings' \\
  -H 'content-type: application/json' \\
  --data-raw '{"model":"qwen","messages":"it'\\''s"}'
`,
  );
  expect(hasFrames(embeddings)).toBe(false);
});

test("a request that was cut is not offered as one, and its model is found all the same", () => {
  const long = { ...exchange, requestBody: `{"model":"qwen","messages":"${"x".repeat(70_000)}`.slice(0, 65_536) };
  expect(isWhole(long)).toBe(false);
  expect(isWhole(exchange)).toBe(true);
  expect(modelOf(long)).toBe("qwen");
});

test("the state of an exchange is the worker's refusal before how it ended", () => {
  expect(stateOf(exchange)).toBe("complete");
  expect(stateOf({ ...exchange, status: 429 })).toBe("refused");
  expect(stateOf({ ...exchange, end: { kind: "left", atMs: 1 } })).toBe("left");
  expect(stateOf({ ...exchange, end: undefined })).toBe("coming");
  expect(hasFrames({ ...exchange, status: 503 })).toBe(false);
  expect(routeOf(exchange)).toBe("generate_stream");
});

test("only rows in sight and a few beside them are drawn", () => {
  expect(windowOf(0, 560, 28, 10_000)).toEqual({ start: 0, end: 32 });
  expect(windowOf(28 * 5_000, 560, 28, 10_000)).toEqual({ start: 4_988, end: 5_032 });
  expect(windowOf(28 * 9_990, 560, 28, 10_000)).toEqual({ start: 9_978, end: 10_000 });
  expect(windowOf(28 * 500, 560, 28, 3)).toEqual({ start: 2, end: 3 });
  expect(windowOf(0, 560, 28, 0)).toEqual({ start: 0, end: 0 });
});

test("bytes show as offset, hexadecimal and ASCII, up to a limit", () => {
  const bytes = new TextEncoder().encode('{"text":"é"}\0 and more');
  expect(hexDump(bytes, 18).split("\n")).toEqual([
    `000000  7b 22 74 65 78 74 22 3a 22 c3 a9 22 7d 00 20 61  {"text":".."}. a`,
    `000010  6e 64${" ".repeat(44)}nd`,
  ]);
});

test("sizes and gaps are said in one unit", () => {
  expect([0, 999, 1_000, 999_499, 999_500, 12_345_678].map(formatBytes)).toEqual([
    "0 B",
    "999 B",
    "1.0 KB",
    "999 KB",
    "1.0 MB",
    "12 MB",
  ]);
  expect([0.34, 41.2, 1_234].map(formatGap)).toEqual(["0.3 ms", "41 ms", "1.2 s"]);
});
