import { ModelfleetError } from "@modelfleet/core";
import { decodeModelOutputs } from "@modelfleet/transport";
import { describe, expect, test, vi } from "vitest";
import { byteStream } from "./streams.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const frame = (text: string, more: object = {}): string => `${JSON.stringify({ text, error_code: 0, ...more })}\0`;

async function decode(stream: string, options: object = {}): Promise<{ outputs: unknown[]; error: unknown }> {
  const outputs: unknown[] = [];
  try {
    for await (const { text, delta, reset } of decodeModelOutputs(byteStream([encode(stream)]), {
      what: "POST http://w/x",
      ...options,
    })) {
      outputs.push(reset ? [text, delta, "reset"] : [text, delta]);
    }
    return { outputs, error: undefined };
  } catch (error) {
    return { outputs, error };
  }
}

test("an answer of many small deltas has the bound that a frame has", async () => {
  const stream = byteStream(
    Array.from({ length: 30 }, () => encode(frame("0123456789"))),
    {
      "x-modelfleet-stream": "delta",
    },
  );
  let text = "";
  const reading = (async () => {
    const options = { what: "POST http://w/x", delta: true, maxFrameBytes: 100 };
    for await (const output of decodeModelOutputs(stream, options)) text = output.text;
  })();
  await expect(reading).rejects.toMatchObject({ code: "frame_too_large", limitBytes: 100 });
  expect(text).toHaveLength(100);
});

describe("deltas", () => {
  test("are what is new", async () => {
    expect((await decode(frame("Hel") + frame("Hello") + frame("Hello"))).outputs).toEqual([
      ["Hel", "Hel"],
      ["Hello", "lo"],
      ["Hello", ""],
    ]);
  });

  test("start over when the worker changes or shortens what it sent", async () => {
    expect((await decode(frame("abc") + frame("abd") + frame("ab"))).outputs).toEqual([
      ["abc", "abc"],
      ["abd", "abd", "reset"],
      ["ab", "ab", "reset"],
    ]);
  });

  test("leave out an unfinished character until it is confirmed or replaced", async () => {
    expect((await decode(frame("a\ufffd") + frame("a\ufffd\ufffd") + frame("a😀") + frame("a😀!"))).outputs).toEqual([
      ["a", "a"],
      ["a", ""],
      ["a😀", "😀"],
      ["a😀!", "!"],
    ]);
  });

  test("carry it in the last frame", async () => {
    expect((await decode(frame("a") + frame("a\ufffd", { finish_reason: "stop" }))).outputs).toEqual([
      ["a", "a"],
      ["a\ufffd", "\ufffd"],
    ]);
  });

  test("carry it in one more output when the stream just ends", async () => {
    expect((await decode(frame("a") + frame("ab\ufffd"))).outputs).toEqual([
      ["a", "a"],
      ["ab", "b"],
      ["ab\ufffd", "\ufffd"],
    ]);
  });

  test("start over with the message of a failed generation", async () => {
    expect((await decode(frame("half an ans") + frame("it broke", { error_code: 1 }))).outputs).toEqual([
      ["half an ans", "half an ans"],
      ["it broke", "it broke", "reset"],
    ]);
  });
});

describe("bad streams", () => {
  const secret = "SECRET-ANSWER";

  test.each([
    ["no frame", "", "truncated_stream", "ended without a frame"],
    ["empty frames only", "\0\0", "truncated_stream", "ended without a frame"],
    ["bytes after the last NUL", `${frame(secret)}{"te`, "truncated_stream", "inside frame 2"],
    ["a frame without its NUL", frame(secret).slice(0, -1), "truncated_stream", "inside frame 1"],
    ["not JSON", `${frame("a")}${secret}\0`, "invalid_response", "frame 2 is not JSON"],
    [
      "a wrong error_code",
      frame(secret, { error_code: secret }),
      "invalid_response",
      "frame 1 is not as expected: error_code",
    ],
    ["an array", `["${secret}"]\0`, "invalid_response", "frame 1 is not as expected"],
    ["a page", "<html>\0", "invalid_response", "frame 1 is not JSON"],
  ])("%s", async (_, stream, code, message) => {
    const { error } = await decode(stream);
    expect(ModelfleetError.isInstance(error, code as never)).toBe(true);
    expect(String(error)).toContain(message);
    expect(String(error)).toContain("POST http://w/x");
    expect(String(error)).not.toContain(secret);
    expect((error as Error).cause).toBe(undefined);
  });

  test("a frame above the limit, cut or not", async () => {
    for (const stream of [frame("x".repeat(2000)), "x".repeat(3000)]) {
      const { error } = await decode(stream, { maxFrameBytes: 1000 });
      expect(error).toMatchObject({ code: "frame_too_large", limitBytes: 1000 });
    }
  });

  test("a frame that repeats much and is above the limit", async () => {
    const { outputs, error } = await decode(frame("x".repeat(900)) + frame("x".repeat(1100)), { maxFrameBytes: 1000 });
    expect(outputs).toHaveLength(1);
    expect(error).toMatchObject({ code: "frame_too_large" });
  });
});

describe("the iterator", () => {
  const pieces = (): Uint8Array[] => [encode(frame("a") + frame("ab")), encode(frame("abc"))];

  test("tells once that it ended", async () => {
    const onEnd = vi.fn();
    const outputs = decodeModelOutputs(byteStream(pieces()), { what: "x", onEnd });
    for await (const _ of outputs);
    await outputs.next();
    await outputs.return?.();
    expect(onEnd.mock.calls).toEqual([[]]);
  });

  test("closes the stream when it is left, and tells so", async () => {
    const onEnd = vi.fn();
    const cancel = vi.fn();
    const outputs = decodeModelOutputs({ ...byteStream(pieces()), cancel }, { what: "x", onEnd });
    for await (const _ of outputs) break;
    expect(cancel).toHaveBeenCalledOnce();
    expect(onEnd.mock.calls).toEqual([[]]);
    expect(await outputs.next()).toEqual({ done: true, value: undefined });
  });

  test("tells why it failed", async () => {
    const onEnd = vi.fn();
    const outputs = decodeModelOutputs(byteStream([encode("nonsense\0")]), { what: "x", onEnd });
    const error: unknown = await outputs.next().catch((reason: unknown) => reason);
    expect(onEnd.mock.calls).toEqual([[error]]);
    expect(await outputs.next()).toEqual({ done: true, value: undefined });
  });

  test("goes on after a first output was taken by hand", async () => {
    const outputs = decodeModelOutputs(byteStream(pieces()), { what: "x" });
    expect((await outputs.next()).value?.text).toBe("a");
    const rest: string[] = [];
    for await (const { delta } of outputs) rest.push(delta);
    expect(rest).toEqual(["b", "c"]);
  });

  test("answers calls that do not wait for each other in order", async () => {
    const outputs = decodeModelOutputs(byteStream(pieces()), { what: "x" });
    const results = await Promise.all([outputs.next(), outputs.next(), outputs.next(), outputs.next()]);
    expect(results.map(({ value }) => value?.text)).toEqual(["a", "ab", "abc", undefined]);
  });

  test("takes pieces that have arrived without waiting for each", async () => {
    const bytes = new TextEncoder().encode(frame("a") + frame("ab\ufffd") + frame("ab😀"));
    const pieces = [...bytes].map((byte) => Uint8Array.of(byte)).values();
    // Every second piece has arrived by the time it is asked for.
    let arrived = false;
    const take = (): Uint8Array | undefined => {
      arrived = !arrived;
      return arrived ? pieces.next().value : undefined;
    };
    const stream = { ...byteStream(pieces), take };
    const deltas: string[] = [];
    for await (const { delta } of decodeModelOutputs(stream, { what: "x" })) deltas.push(delta);
    expect(deltas).toEqual(["a", "b", "😀"]);
  });

  test("settles a call that waits when it is left", async () => {
    const silent = {
      header: () => undefined,
      cancel: () => {},
      bytes: { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) },
    };
    const outputs = decodeModelOutputs(silent, { what: "x" });
    const waiting = outputs.next();
    await outputs.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});

test("a delta stream is read as such only when it was asked for and the answer says so", async () => {
  const texts = async (header: string | undefined, delta: boolean): Promise<string[]> => {
    const headers: Record<string, string> = header === undefined ? {} : { "x-modelfleet-stream": header };
    const stream = byteStream([encode(frame("a") + frame("b"))], headers);
    const result: string[] = [];
    for await (const { text } of decodeModelOutputs(stream, { what: "x", delta })) result.push(text);
    return result;
  };
  expect(await texts("delta", true)).toEqual(["a", "ab"]);
  expect(await texts("delta", false)).toEqual(["a", "b"]);
  expect(await texts(undefined, true)).toEqual(["a", "b"]);
});
