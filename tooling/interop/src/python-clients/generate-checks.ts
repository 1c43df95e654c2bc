import { expect } from "vitest";
import { type Check, withoutPorts } from "../check.ts";
import { english } from "../scripts.ts";
import type { MixedCluster } from "./mixed-cluster.ts";
import { contentFault } from "./python-fault.ts";

const say = (content: string) => [{ role: "human", content }];
const text = "hello there, 世界 👩‍💻";
const words = (all: string) => all.split(" ").map((_, index, list) => list.slice(0, index + 1).join(" "));

interface Output {
  text: string;
  thinking: string | null;
  error_code: number;
}

/** What upstream's `RemoteWorkerManager` asks our models to generate. */
export const generateChecks: Check<MixedCluster>[] = [
  {
    row: "generate_stream",
    async run({ python }) {
      const outputs = await python("manager.generate_stream", { model: "echo", messages: say(text) });
      const frames = words(text).map((said) => ({ text: said, error_code: 0, finish_reason: null }));
      const usage = { prompt_tokens: 4, completion_tokens: 4, total_tokens: 8 };
      expect(outputs).toMatchObject([...frames, { text, error_code: 0, finish_reason: "stop", usage }]);
    },
  },
  {
    row: "generate_stream, every parameter",
    async run({ python }) {
      const sampling = { temperature: 0.5, top_p: 0.9, top_k: 40, presence_penalty: 0.1, frequency_penalty: 0.1 };
      const limits = { max_new_tokens: 2, stop: ["never"], stop_token_ids: [1], context_len: 2_048 };
      const nulls = { prompt: null, span_id: null, context: null };
      const outputs = await python("manager.generate_stream", {
        ...{ model: "echo", messages: say("one two three"), echo: false, version: "v2", metrics: true },
        ...{ ...sampling, ...limits, ...nulls },
      });
      expect((outputs as Output[]).at(-1)).toMatchObject({ text: "one two", error_code: 0, finish_reason: "length" });
    },
  },
  {
    row: "generate_stream, thinking",
    async run({ python, version }) {
      const call = python("manager.generate_stream", { model: "thinker", messages: say("why?") });
      const fault = await contentFault(version, call);
      if (fault) return fault;
      const outputs = (await call) as Output[];
      expect(outputs.slice(0, 3).map(({ thinking }) => thinking)).toEqual(words("let me think"));
      expect(outputs.at(-1)).toMatchObject({ thinking: "let me think", text: "forty two", finish_reason: "stop" });
    },
  },
  {
    row: "generate_stream, a failed generation",
    async run({ python }) {
      const outputs = await python("manager.generate_stream", { model: "failing", messages: say("go") });
      expect((outputs as Output[]).map(({ error_code }) => error_code)).toEqual([0, 7]);
      expect((outputs as Output[]).at(-1)?.text).toContain("told to fail");
    },
  },
  {
    row: "generate_stream, left early",
    async run({ python, endings }) {
      const before = endings.length;
      expect(await python("manager.leave_stream", { model: "slow", messages: say("go") })).toMatchObject({
        text: english(1),
      });
      // An answer that was given to its end would be finished, half a minute later.
      await expect.poll(() => endings.slice(before), { timeout: 60_000 }).toEqual(["slow aborted"]);
    },
  },
  {
    row: "generate",
    async run({ python }) {
      const output = await python("manager.generate", { model: "echo", messages: say(text), temperature: null });
      expect(output).toMatchObject({ text, thinking: null, error_code: 0, finish_reason: "stop" });
    },
  },
  {
    row: "generate, thinking",
    async run({ python, version }) {
      const call = python("manager.generate", { model: "thinker", messages: say("why?") });
      const fault = await contentFault(version, call, "array");
      if (fault) return fault;
      expect(await call).toMatchObject({ thinking: "let me think", text: "forty two", error_code: 0 });
    },
  },
  {
    row: "generate, a model that nobody has",
    async run({ python }) {
      // Upstream's client finds out by itself: our controller's answer is empty.
      const output = (await python("manager.generate", { model: "nobody", messages: say("go") })) as Output;
      expect(output.error_code).toBe(1);
      expect(withoutPorts(output.text)).toContain("not found worker instances for model name nobody");
    },
  },
];
