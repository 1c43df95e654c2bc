import type { ModelOutput } from "@modelfleet/client";
import { expect } from "vitest";
import { type Check, collect, faultOf } from "../check.ts";
import { emoji, english, pixel, upstreamEnglish } from "../scripts.ts";

const joined = (outputs: readonly ModelOutput[]) => outputs.map(({ delta }) => delta).join("");

/** What answers are like. */
export const answerChecks: Check[] = [
  {
    row: "quotes, tabs, markup, Chinese",
    async run({ fleet }) {
      const text = 'Quotes " and \\ and tabs\t and </s> and 模型集群。';
      const outputs = await collect(fleet.chat.stream({ model: "scripted", messages: `say:${text}` }));
      expect(joined(outputs)).toBe(text);
    },
  },
  {
    row: "emoji, frames that end in half of one",
    async run({ fleet, nodeFleet }) {
      for (const { chat } of [fleet, nodeFleet]) {
        const outputs = await collect(chat.stream({ model: "scripted", messages: "emoji:20" }));
        expect(joined(outputs)).toBe(emoji(20));
        expect(outputs.some(({ delta, reset }) => delta.includes("\ufffd") || reset)).toBe(false);
      }
    },
  },
  {
    row: "text that changes at its tail",
    async run({ fleet }) {
      const outputs = await collect(fleet.chat.stream({ model: "scripted", messages: "rewrite:" }));
      const shown = outputs.reduce((text, { delta, reset }) => (reset ? delta : text + delta), "");
      expect(shown).toBe("Hello, world!");
      expect(outputs.some(({ reset }) => reset)).toBe(true);
    },
  },
  {
    row: "thinking, then text",
    where: ({ firstGeneration }) => !firstGeneration,
    async run({ fleet }) {
      const outputs = await collect(fleet.chat.stream({ model: "scripted", messages: "think:20" }));
      expect(outputs.at(-1)).toMatchObject({ text: english(10), thinking: english(10) });
      expect(joined(outputs)).toBe(english(10));
      expect(outputs.map(({ thinkingDelta }) => thinkingDelta ?? "").join("")).toBe(english(10));
      const whole = await fleet.chat.generate({ model: "scripted", messages: "thinkonly:5" });
      expect(whole).toMatchObject({ text: "", thinking: english(5) });
    },
  },
  {
    row: "media in answers",
    where: ({ firstGeneration }) => !firstGeneration,
    async run({ fleet }) {
      const [image] = await collect(fleet.chat.stream({ model: "scripted", messages: "media:image" }));
      expect(image).toMatchObject({
        text: "Here is your image.",
        media: [{ type: "image", data: pixel, format: "base64@image/png" }],
      });
      const audio = await fleet.chat.generate({ model: "scripted", messages: "media:audio" });
      expect(audio.media).toEqual([{ type: "audio", data: "https://example.com/a.wav", format: "url@audio/wav" }]);
      const video = await fleet.chat.generate({ model: "scripted", messages: "media:video" });
      expect(video.media).toEqual([{ type: "video", data: "https://example.com/v.mp4", format: "url@video/mp4" }]);
    },
  },
  {
    row: "media in questions",
    async run({ fleet, upstream }) {
      const content = [
        { type: "text", text: "echo:" },
        { type: "image_url", image_url: { url: `data:image/png;base64,${pixel}` } },
      ] as const;
      const call = fleet.chat.generate({ model: "scripted", messages: [{ role: "user", content }] });
      if (!upstream.media) {
        return faultOf(
          call,
          "http_status",
          "POST http://HOST:PORT/api/worker/generate: status 422: body.messages.0.content: Input should be a valid string",
        );
      }
      const { messages } = JSON.parse((await call).text) as { messages: { content: unknown }[] };
      expect(messages[0]?.content).toEqual([
        { type: "text", object: { data: "echo:", format: "text" } },
        { type: "image", object: { data: pixel, format: expect.stringMatching(/^base64/) } },
      ]);
    },
  },
  {
    row: "1,000 tokens",
    async run({ fleet, nodeFleet }) {
      for (const { chat } of [fleet, nodeFleet]) {
        expect(joined(await collect(chat.stream({ model: "scripted", messages: "count:1000" })))).toBe(english(1000));
      }
    },
  },
  {
    row: "every option of a request",
    async run({ fleet, upstream }) {
      const output = await fleet.chat.generate({
        model: "scripted",
        messages: "echo:",
        temperature: 0.5,
        maxNewTokens: 100,
        stop: ["###"],
        contextLen: 4096,
        metrics: true,
        topP: 0.9,
        topK: 40,
        presencePenalty: 0.1,
        frequencyPenalty: 0.2,
      });
      expect(JSON.parse(output.text)).toMatchObject({
        temperature: 0.5,
        max_new_tokens: 100,
        context_len: 4096,
        echo: false,
        ...(!upstream.firstGeneration && { top_p: 0.9, top_k: 40 }),
      });
    },
  },
  {
    row: "metrics with GPU rows",
    async run({ fleet }) {
      const outputs = await collect(fleet.chat.stream({ model: "scripted", messages: "metrics:5" }));
      expect(outputs.at(-1)?.metrics).toMatchObject({ completionTokens: 5, promptTokens: 1 });
      expect(outputs.at(-1)?.metrics?.currentGpuInfos).toHaveLength(1);
    },
  },
  {
    row: "usage with nulls",
    async run({ fleet }) {
      const output = await fleet.chat.generate({ model: "scripted", messages: "nulls:" });
      expect(output).toMatchObject({ text: "null", usage: { completionTokens: 1 } });
    },
  },
  {
    row: "a proxied model",
    async run({ fleet }) {
      const outputs = await collect(fleet.chat.stream({ model: "proxied", messages: "count:20" }));
      expect(joined(outputs)).toBe(upstreamEnglish(20));
      expect(outputs.length).toBeGreaterThan(1);
    },
  },
  {
    row: "a proxied model: its usage",
    // Before, its usage is dropped.
    where: ({ firstGeneration }) => !firstGeneration,
    async run({ fleet }) {
      const outputs = await collect(fleet.chat.stream({ model: "proxied", messages: "count:20" }));
      expect(outputs.at(-1)?.usage).toEqual({ promptTokens: 1, completionTokens: 20, totalTokens: 21 });
    },
  },
  {
    row: "tracing headers",
    async run({ freshFleet }) {
      const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
      const fleet = freshFleet({ trace: () => ({ spanId: "trace-1:span-1", traceparent }) });
      const output = await fleet.chat.generate({ model: "scripted", messages: "say:traced", spanId: "trace-1:span-2" });
      expect(output.text).toBe("traced");
    },
  },
];
