import { makeStream } from "../decoding/streams.ts";

/** Tokens of the answers that are streamed. */
export const streamLengths = [200, 4_000] as const;

export const model = "bench";
export const apiKey = "sk-bench-0123456789abcdef";

/** A chat request of 0.7 KB, as OpenAI's clients send it. The number of tokens tells the upstream what to answer. */
export function chatBody(options: { stream: boolean; tokens?: number }): string {
  const system =
    "You are the assistant of a support team. Answer from what the customer says, in plain words and short " +
    "paragraphs. Where something is not known, say so, and name the person or the page that knows it.";
  const question =
    "Our cluster has three workers behind one controller, and since this morning one of them is listed as unhealthy " +
    "although its process runs and its port answers. What should we look at first, and is it safe to restart it while " +
    "the other two have long answers under way?";
  return JSON.stringify({
    model,
    messages: [
      { role: "system", content: system },
      { role: "user", content: question },
    ],
    temperature: 0.7,
    top_p: 0.9,
    max_tokens: options.tokens ?? 512,
    stream: options.stream,
    user: "customer-4711",
  });
}

const wholeText =
  "An instance is listed as unhealthy when the controller has had no heartbeat of it for a minute. Look at the " +
  "worker's log first: it says when it last reached the controller, and why not since. A firewall between the two, or " +
  "a controller that has moved, are the usual reasons. It is safe to restart: the others go on with their answers.";

const usage = { prompt_tokens: 131, completion_tokens: 74, total_tokens: 205 };

/** The whole answer as a worker of DB-GPT 0.8 sends it. */
export const workerAnswer: Buffer = Buffer.from(
  JSON.stringify({
    content: { object: { data: wholeText, format: "text" }, type: "text" },
    model_context: { prompt_echo_len_char: -1, has_format_prompt: false, echo: false },
    finish_reason: "stop",
    error_code: 0,
    usage,
    metrics: null,
  }),
);

/** The same as OpenAI's protocol has it, for those that speak no other to what is behind them. */
export const openaiAnswer: Buffer = Buffer.from(
  JSON.stringify({
    id: "chatcmpl-7d0e6a3c1f",
    object: "chat.completion",
    created: 1_700_000_000,
    model,
    choices: [{ index: 0, message: { role: "assistant", content: wholeText }, logprobs: null, finish_reason: "stop" }],
    usage,
  }),
);

/** HTTP's chunked coding of one piece, ready to be written to a socket. */
export function chunk(piece: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]);
}

/** The frames of a worker's stream, each with its NUL. */
export function workerFrames(tokens: number): Buffer[] {
  const bytes = Buffer.from(makeStream("plain text", tokens));
  const frames: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(0, start) + 1;
    frames.push(bytes.subarray(start, end));
    start = end;
  }
  return frames;
}

/** The same tokens as OpenAI's events, for those that speak no other to what is behind them. */
export function openaiEvents(tokens: number): Buffer[] {
  const head = { id: "chatcmpl-7d0e6a3c1f", object: "chat.completion.chunk", created: 1_700_000_000, model };
  const event = (delta: object, finish: string | null): string =>
    `data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const events = [event({ role: "assistant", content: "" }, null)];
  let before = "";
  for (const frame of workerFrames(tokens)) {
    const { content } = JSON.parse(frame.toString("utf8", 0, frame.length - 1)) as {
      content: { object: { data: string } };
    };
    const text = content.object.data;
    events.push(event({ content: text.slice(before.length) }, null));
    before = text;
  }
  events.push(event({}, "stop"), "data: [DONE]\n\n");
  return events.map((text) => Buffer.from(text));
}
