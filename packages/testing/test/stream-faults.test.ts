import { expect, test } from "vitest";
import type { StandInFault } from "../src/index.ts";
import { prompt, setUp, split, textOf } from "./support.ts";

const models = [{ name: "stand-in", answer: "one two three" }];

async function stream(fault: StandInFault, generation: "0.6" | "0.8" = "0.8") {
  const { cluster, post } = setUp({ models, generation });
  cluster.fault("workers", fault);
  return { cluster, response: await post("generate_stream", prompt("hi")) };
}

test("cut: ends properly, inside a frame", async () => {
  const { frames, tail } = await split((await stream({ type: "cut" })).response);
  expect(frames).toHaveLength(1);
  expect(tail.length).toBeGreaterThan(10);
  expect(() => JSON.parse(tail)).toThrow(SyntaxError);
  const first = await split((await stream({ type: "cut", afterFrames: 0, bytes: 3 })).response);
  expect(first).toEqual({ frames: [], tail: '{"c' });
});

test("reset: breaks after whole frames, or inside one", async () => {
  const { response, cluster } = await stream({ type: "reset", afterFrames: 1, bytes: 2 });
  const reader = response.body?.getReader();
  const sizes = [(await reader?.read())?.value?.length ?? 0, (await reader?.read())?.value?.length];
  expect(sizes).toEqual([expect.any(Number), 2]);
  await expect(reader?.read()).rejects.toMatchObject({ name: "TypeError", cause: { code: "ECONNRESET" } });
  expect([cluster.active, cluster.finished, cluster.cancelled]).toEqual([0, 1, 0]);
  const late = await stream({ type: "reset", afterFrames: 99 });
  await expect(late.response.text()).rejects.toThrow("terminated");
});

test("stall: nothing more until the reader leaves", async () => {
  const { response, cluster } = await stream({ type: "stall" });
  const reader = response.body?.getReader();
  await reader?.read();
  const waiting = reader?.read();
  expect(cluster.active).toBe(1);
  await reader?.cancel();
  expect((await waiting)?.done).toBe(true);
  expect([cluster.active, cluster.cancelled]).toEqual([0, 1]);
});

test("malformed: one frame is not JSON, the others are", async () => {
  const { frames } = await split((await stream({ type: "malformed", frame: 1 })).response);
  expect(frames).toHaveLength(4);
  expect(() => JSON.parse(frames[1] ?? "")).toThrow(SyntaxError);
  expect(textOf(JSON.parse(frames[2] ?? ""))).toBe("one two three");
});

test("error: in the first frame or a later one, the last of the stream", async () => {
  const first = await split((await stream({ type: "error", code: 7, message: "out of memory" })).response);
  expect(first.frames.map((frame) => JSON.parse(frame))).toMatchObject([
    { error_code: 7, content: { object: { data: "out of memory" } }, usage: null },
  ]);
  const later = await split((await stream({ type: "error", frame: 2 }, "0.6")).response);
  expect(later.frames.map((frame) => JSON.parse(frame).error_code)).toEqual([0, 0, 1]);
});

test("error and wrong types in generate too", async () => {
  const { cluster, post } = setUp({ models });
  cluster.fault("workers", { type: "error", times: 1 });
  expect(await (await post("generate", prompt("hi"))).json()).toMatchObject({ error_code: 1 });
  cluster.fault("workers", { type: "error-code-type", frame: 3, value: "none" });
  expect(await (await post("generate", prompt("hi"))).json()).toMatchObject({ error_code: "none" });
});

test("error-code-type and oversized", async () => {
  const wrong = await split((await stream({ type: "error-code-type", value: null })).response);
  expect(JSON.parse(wrong.frames[0] ?? "")).toMatchObject({ error_code: null });
  const large = await split((await stream({ type: "oversized", frame: 1, bytes: 100_000 })).response);
  expect(large.frames[1]?.length).toBeGreaterThan(100_000);
  expect(large.frames[2]?.length).toBeLessThan(2_000);
});

test("slow: waits before each frame, and stops waiting when the fault ends", async () => {
  const { cluster, post } = setUp({ models });
  const end = cluster.fault("workers", { type: "slow", ms: 3_600_000 });
  const reading = post("generate_stream", prompt("hi")).then((response) => response.text());
  await cluster.waitFor(({ type }) => type === "generation-start");
  expect(cluster.active).toBe(1);
  end();
  expect(await reading).toContain("three");
});
