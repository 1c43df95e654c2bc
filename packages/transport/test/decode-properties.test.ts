import { ModelfleetError } from "@modelfleet/core";
import { decodeModelOutputs, webByteOperations } from "@modelfleet/transport";
import { bufferByteOperations } from "@modelfleet/transport/node";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { decodeLiterally } from "./literal-decoder.ts";
import { byteStream, cut, decodeAll } from "./streams.ts";

// A hundred streams take their time on a busy machine. A long run, which says how many it draws, has no limit.
if (fc.readConfigureGlobal().numRuns === undefined) vi.setConfig({ testTimeout: 60_000 });

const forms = [
  ["web", webByteOperations],
  ["node", bufferByteOperations],
] as const;

const token = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      "a",
      " the",
      "\n",
      '"',
      "\\",
      '": "',
      "你",
      "好吗",
      "😀",
      "é",
      "\u2028",
      "\t",
      "x".repeat(40),
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom("\ufffd", "\ufffd\ufffd", "\ud83d", "\ude00", "") },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
);

type Json = Record<string, unknown>;
const part = (type: string, data: string | null): Json => ({ type, object: { data, format: "text" } });

interface Style {
  generation: "text" | "single" | "array" | "thinking-last";
  spaced: boolean;
  ascii: boolean;
  tail: "fixed" | "metrics" | "usage";
  errorCodeFirst: boolean;
}

const style: fc.Arbitrary<Style> = fc.record({
  generation: fc.constantFrom("text", "single", "array", "thinking-last"),
  spaced: fc.boolean(),
  ascii: fc.boolean(),
  tail: fc.constantFrom("fixed", "metrics", "usage"),
  errorCodeFirst: fc.boolean(),
});

/** Python's json.dumps, more or less. */
function dump(value: unknown, { spaced, ascii }: Style): string {
  const [comma, colon] = spaced ? [", ", ": "] : [",", ":"];
  const walk = (v: unknown): string => {
    if (Array.isArray(v)) return `[${v.map(walk).join(comma)}]`;
    if (typeof v === "object" && v !== null) {
      return `{${Object.entries(v)
        .map(([k, x]) => JSON.stringify(k) + colon + walk(x))
        .join(comma)}}`;
    }
    const json = JSON.stringify(v);
    return ascii
      ? json.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)
      : json;
  };
  return walk(value);
}

function frame(text: string, thinking: string | null, s: Style, i: number, finish: string | null, errorCode = 0): Json {
  const content =
    s.generation === "text"
      ? { text }
      : s.generation === "single"
        ? { content: thinking !== null && text === "" ? part("thinking", thinking) : part("text", text) }
        : s.generation === "array"
          ? { content: [...(thinking === null ? [] : [part("thinking", thinking)]), part("text", text)] }
          : { content: [part("text", text), part("thinking", thinking)] };
  const usage = s.tail === "fixed" ? null : { prompt_tokens: 3, completion_tokens: i, total_tokens: 3 + i };
  const metrics =
    s.tail === "metrics"
      ? { current_time_ms: 1e12 + i, speed_per_second: i / 3, current_gpu_infos: [{ name: 'a"b\\' }] }
      : null;
  const rest = { incremental: false, model_context: { text: "x", data: "y" }, finish_reason: finish, usage, metrics };
  return s.errorCodeFirst
    ? { error_code: errorCode, ...content, ...rest }
    : { ...content, error_code: errorCode, ...rest };
}

/** A stream as workers send them, mostly growing, with changes of mind. */
const stream = fc
  .record({
    style,
    other: style,
    tokens: fc.array(token, { maxLength: 30 }),
    thoughts: fc.array(token, { maxLength: 10 }),
    finish: fc.boolean(),
    upset: fc.constantFrom("none", "none", "shrink", "change", "error", "switch", "empty-frames", "finish-all"),
    at: fc.nat(40),
  })
  .map(({ style: first, other, tokens, thoughts, finish, upset, at }) => {
    const states: [string, string | null][] = [];
    let text = "";
    let thinking: string | null = thoughts.length > 0 ? "" : null;
    for (const t of thoughts) {
      thinking = (thinking ?? "") + t;
      states.push([text, thinking]);
    }
    for (const t of tokens) {
      // An unfinished character is replaced by what follows.
      text = text.replace(/[\ufffd\ud800-\udbff]+$/, t === "\ufffd" ? "$&" : "") + t;
      states.push([text, thinking]);
    }
    const frames: string[] = [];
    states.forEach(([t, th], i) => {
      const s = upset === "switch" && i >= at ? other : first;
      const last = i === states.length - 1;
      const finishReason = (last && finish) || upset === "finish-all" ? "stop" : null;
      let shown = t;
      if (upset === "shrink" && i === at) shown = t.slice(0, -1);
      if (upset === "change" && i >= at) shown = `Z${t.slice(1)}`;
      const failed = upset === "error" && last;
      frames.push(dump(frame(failed ? "it broke" : shown, th, s, i, finishReason, failed ? 1 : 0), s));
      if (upset === "empty-frames") frames.push("");
    });
    return new TextEncoder().encode(frames.map((f) => `${f}\0`).join(""));
  });

const tiny = fc.integer({ min: 1, max: 7 });
const short = fc.integer({ min: 1, max: 400 });
// Thousands of tiny pieces take most of the time, and find little that pieces of all sizes do not.
const cuts = fc.oneof(
  { weight: 1, arbitrary: fc.array(tiny, { minLength: 1, maxLength: 20 }) },
  { weight: 5, arbitrary: fc.array(fc.oneof(tiny, short, short), { minLength: 2, maxLength: 20 }) },
  { weight: 3, arbitrary: fc.array(short, { minLength: 1, maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constant([1_000_000]) },
);

const runs = { numRuns: fc.readConfigureGlobal().numRuns ?? 400 };

/** As `expect(…).toEqual(…)`, whose machinery takes longer than the decoder: it is asked for the difference only. */
function expectSame(actual: unknown, expected: unknown): void {
  if (!same(actual, expected)) expect(actual).toEqual(expected);
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [left, right] = [a as Json, b as Json];
  return [...Object.keys(a), ...Object.keys(b)].every((key) => same(left[key], right[key]));
}

test.each(forms)("any stream cut anywhere gives the literal decoder's outputs (%s)", async (_, operations) => {
  await fc.assert(
    fc.asyncProperty(stream, cuts, async (bytes, lengths) => {
      const expected = decodeLiterally([bytes]);
      expectSame(await decodeAll(cut(bytes, lengths), operations), expected);
      let text = "";
      let thinking = "";
      for (const output of expected.outputs) {
        text = output.reset ? output.delta : text + output.delta;
        thinking = output.reset ? (output.thinkingDelta ?? "") : thinking + (output.thinkingDelta ?? "");
        expectSame([text, thinking], [output.text, output.thinking ?? ""]);
      }
    }),
    runs,
  );
});

test.each(forms)("a delta stream gives the literal decoder's outputs (%s)", async (_, operations) => {
  await fc.assert(
    fc.asyncProperty(
      style,
      fc.array(fc.tuple(token, fc.option(token))),
      cuts,
      fc.boolean(),
      async (s, tokens, lengths, fails) => {
        const frames = tokens.map(([t, th], i) =>
          dump(frame(t, th, s, i, null, fails && i === tokens.length - 1 ? 7 : 0), s),
        );
        const bytes = new TextEncoder().encode(frames.map((f) => `${f}\0`).join(""));
        expectSame(await decodeAll(cut(bytes, lengths), operations, true), decodeLiterally([bytes], true));
      },
    ),
    runs,
  );
});

test.each(forms)(
  "a corrupted stream gives what the literal decoder gives, error or not (%s)",
  async (_, operations) => {
    const faults = fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 0x22, 0x5c, 0x80, 0xff, 0x61, 0x7d, -1)), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(
        stream,
        faults,
        fc.nat(),
        fc.boolean(),
        cuts,
        fc.boolean(),
        async (clean, places, length, truncate, lengths, deltas) => {
          let damaged = clean.slice();
          for (const [place, byte] of places) {
            const at = place % Math.max(damaged.length, 1);
            if (byte >= 0) damaged[at] = byte;
            else {
              damaged.copyWithin(at, at + 1);
              damaged = damaged.subarray(0, -1);
            }
          }
          const bytes = truncate ? damaged.subarray(0, length % (damaged.length + 1)) : damaged;
          expectSame(await decodeAll(cut(bytes, lengths), operations, deltas), decodeLiterally([bytes], deltas));
        },
      ),
      runs,
    );
  },
);

test("no more is read, nor kept, than the largest frame and the piece that passes it", async () => {
  await fc.assert(
    fc.asyncProperty(
      stream,
      fc.integer({ min: 1, max: 5_000 }),
      fc.integer({ min: 1, max: 700 }),
      fc.boolean(),
      async (before, maxFrameBytes, pieceBytes, delta) => {
        let sent = 0;
        // A frame without an end, after a stream that may have taught the decoder what to expect.
        const bytes = (function* () {
          yield before;
          const endless = new Uint8Array(pieceBytes).fill(0x61);
          for (; sent < 10 * (maxFrameBytes + pieceBytes); sent += pieceBytes) yield endless;
        })();
        const headers = delta ? { "x-modelfleet-stream": "delta" } : undefined;
        const outputs = decodeModelOutputs(byteStream(bytes, headers), { what: "POST x", maxFrameBytes, delta });
        const read = async (): Promise<void> => {
          for await (const _ of outputs);
        };
        const error = await read().catch((thrown: unknown) => thrown);
        // What came before may fail by itself.
        if (!ModelfleetError.isInstance(error, "frame_too_large")) throw new Error(`not refused: ${String(error)}`);
        if (sent > maxFrameBytes + pieceBytes) throw new Error(`${sent} bytes were read`);
      },
    ),
    runs,
  );
});
