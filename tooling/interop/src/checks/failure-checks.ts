import { GenerationError } from "@modelfleet/client";
import { expect } from "vitest";
import { type Check, collect, errorOf } from "../check.ts";
import { english } from "../scripts.ts";

/** How generations fail. */
export const failureChecks: Check[] = [
  {
    row: "a stream without a frame",
    async run({ fleet }) {
      // Not even an empty answer: something went wrong on the way, and silence would hide it.
      const error = await errorOf(collect(fleet.chat.stream({ model: "scripted", messages: "silent:" })));
      expect(error.code).toBe("truncated_stream");
      expect(error.message).toContain("the stream ended without a frame");
      expect((await collect(fleet.chat.stream({ model: "scripted", messages: "empty:" })))[0]?.text).toBe("");
    },
  },
  {
    row: "an error in the first frame",
    async run({ fleet }) {
      const error = await errorOf(collect(fleet.chat.stream({ model: "scripted", messages: "error:it refused" })));
      expect(error).toBeInstanceOf(GenerationError);
      expect(error).toMatchObject({ code: "generation_failed", errorCode: 1, partialText: "" });
      expect(error.message).toBe("The model reported error 1: it refused");
    },
  },
  {
    row: "an error after three frames",
    async run({ fleet }) {
      const error = await errorOf(collect(fleet.chat.stream({ model: "scripted", messages: "lateerror:it gave up" })));
      expect(error).toMatchObject({ code: "generation_failed", errorCode: 1, partialText: english(3) });
    },
  },
  {
    row: "an exception in the model",
    async run({ fleet }) {
      const upstreamSays = "The model reported error 1: **LLMServer Generate Error, Please CheckErrorInfo.**: boom";
      for (const [script, partialText] of [
        ["raise:boom", ""],
        ["lateraise:boom", english(3)],
      ] as const) {
        const error = await errorOf(collect(fleet.chat.stream({ model: "scripted", messages: script })));
        expect(error).toMatchObject({ code: "generation_failed", message: upstreamSays, partialText });
      }
      const whole = await errorOf(fleet.chat.generate({ model: "scripted", messages: "raise:boom" }));
      expect(whole).toMatchObject({ code: "generation_failed", message: upstreamSays });
    },
  },
  {
    row: "a proxied model: its upstream's error",
    async run({ fleet }) {
      const error = await errorOf(collect(fleet.chat.stream({ model: "proxied", messages: "error:500" })));
      expect(error).toMatchObject({ code: "generation_failed", errorCode: 1 });
      expect(error.message).toContain("scripted upstream error");
    },
  },
];
