import type { CommandSpec, OptionSpec } from "../command-spec.ts";

const systemOption: OptionSpec = { name: "system", value: "text", description: "a system prompt" };
const imageOption: OptionSpec = {
  name: "image",
  value: "file",
  description: "an image for the first question: PNG, JPEG, GIF or WebP; several times for several",
  multiple: true,
};
const viewOptions: readonly OptionSpec[] = [
  { name: "show-thinking", description: "keep the thinking above the answer, on a terminal" },
  { name: "raw", description: "show Markdown as it was written, on a terminal too" },
  { name: "json", description: "print JSON lines: each step of an answer, and the whole" },
];
const samplingOptions: readonly OptionSpec[] = [
  { name: "temperature", value: "number", description: "0 for the likeliest words; the worker's own by default" },
  { name: "top-p", value: "number", description: "choose among the likeliest words of this share, 0 to 1" },
  { name: "max-new-tokens", value: "number", description: "the longest answer, in tokens" },
  {
    name: "stop",
    value: "text",
    description: "end the answer before this text; several times for several",
    multiple: true,
  },
];

/** Talking to models. */
export const chatCommands: readonly CommandSpec[] = [
  {
    path: ["model", "chat"],
    description: "chat with a model, on a terminal or line by line through a pipe",
    options: [
      { name: "model-name", short: "m", value: "name", description: "the model (default: the only one that chats)" },
      systemOption,
      imageOption,
      ...viewOptions,
      ...samplingOptions,
    ],
    examples: ["model chat -m qwen2.5", 'model chat -m qwen2.5 --system "Answer in one sentence."'],
    run: async (options) => (await import("../commands/model-chat.ts")).modelChat(options),
  },
  {
    path: ["ask"],
    description: "ask one question, about what is piped in, if anything is",
    arguments: [{ name: "question", description: "the question; quotes around it are not needed", multiple: true }],
    options: [
      { name: "model-name", short: "m", value: "name", description: "the model (default: the only one that chats)" },
      systemOption,
      imageOption,
      ...viewOptions,
      ...samplingOptions,
    ],
    examples: [
      'ask -m qwen2.5 "What is a controller?"',
      'ask -m qwen2.5 "review this" < changes.diff',
      'ask -m qwen2.5-vl --image chart.png "what does it show?"',
    ],
    run: async (options) => (await import("../commands/ask.ts")).ask(options),
  },
  {
    path: ["compare"],
    description: "ask several models the same question, side by side",
    arguments: [{ name: "question", description: "the question; quotes around it are not needed", multiple: true }],
    options: [
      {
        name: "model-name",
        short: "m",
        value: "name",
        description: "a model; two or more",
        multiple: true,
        required: true,
      },
      systemOption,
      { name: "raw", description: "show Markdown as it was written, on a terminal too" },
      { name: "json", description: "print JSON lines: each step of each answer, and the whole" },
      ...samplingOptions,
    ],
    examples: ['compare -m qwen2.5 -m llama3 "What is a controller?"'],
    run: async (options) => (await import("../commands/compare.ts")).compare(options),
  },
];
