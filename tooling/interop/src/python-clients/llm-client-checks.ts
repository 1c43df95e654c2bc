import { expect } from "vitest";
import type { Check } from "../check.ts";
import type { MixedCluster } from "./mixed-cluster.ts";
import { contentFault, pythonFaultOf } from "./python-fault.ts";

const messages = [
  { role: "system", content: "Be brief." },
  { role: "human", content: "hello there" },
  { role: "ai", content: "hello" },
  { role: "view", content: "not for models" },
  { role: "human", content: "and now?" },
];

/** Upstream's `RemoteLLMClient`, which converts messages by the metadata of our models. */
export const llmClientChecks: Check<MixedCluster>[] = [
  {
    row: "models",
    async run({ python }) {
      const models = (await python("llm.models")) as { model: string }[];
      expect(models.map(({ model }) => model)).toEqual([
        "changing",
        "echo",
        "failing",
        "scripted",
        "slow",
        "their-own",
        "thinker",
      ]);
    },
  },
  {
    row: "generate",
    async run({ python }) {
      const output = await python("llm.generate", { model: "echo", messages, max_new_tokens: 100, temperature: 0.5 });
      // What `view` holds is not counted: it did not arrive.
      const usage = { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 };
      expect(output).toMatchObject({ text: "and now?", error_code: 0, finish_reason: "stop", usage });
    },
  },
  {
    row: "generate_stream",
    async run({ python }) {
      const outputs = (await python("llm.generate_stream", { model: "echo", messages })) as { text: string }[];
      expect(outputs.map(({ text }) => text)).toEqual(["and", "and now?", "and now?"]);
    },
  },
  {
    row: "generate_stream, thinking",
    async run({ python, version }) {
      const call = python("llm.generate_stream", { model: "thinker", messages });
      const fault = await contentFault(version, call);
      if (fault) return fault;
      const outputs = (await call) as unknown[];
      expect(outputs.at(-1)).toMatchObject({ thinking: "let me think", text: "forty two" });
    },
  },
  {
    row: "count_token",
    run: ({ python }) =>
      pythonFaultOf(
        python("llm.count_token", { model: "echo", prompt: "one two three" }),
        "Exception",
        /^Request to http:\/\/HOST:PORT\/api\/worker\/count_token failed, error: .*"model".*$/,
      ),
  },
];
