import { loadStream } from "@modelfleet/fixtures";

/** What is streamed. */
export type StreamKind = "plain text" | "code" | "Chinese" | "emoji" | "thinking, then text" | "changing metrics";

export const streamKinds: readonly StreamKind[] = [
  "plain text",
  "code",
  "Chinese",
  "emoji",
  "thinking, then text",
  "changing metrics",
];

/** Of each kind one round of tokens, repeated to the length that is asked for. */
const tokens: Record<Exclude<StreamKind, "thinking, then text" | "changing metrics">, readonly string[]> = {
  "plain text": [..."The fleet keeps a registry of its models , and every worker says that it lives .".split(" ")].map(
    (word) => (word === "." ? ".\n" : ` ${word}`),
  ),
  code: [
    "```",
    "ts",
    "\n",
    "const",
    " fleet",
    " =",
    " create",
    "Fleet",
    "({",
    ' controller: "',
    "http",
    '" });\n',
    "\t// \\o/",
    "\n",
  ],
  Chinese: ["模型", "集群", "的", "控制器", "保存", "所有", "实例", "，", "工作", "节点", "按时", "报告", "。"],
  // A worker that decodes token by token sends half a character as U+FFFD first.
  emoji: ["Ship", " it", "\ufffd", "🚀", " and", "\ufffd", "😀", " rest", "\ufffd", "👍🏽", "."],
};

/** One frame as 0.8.2 sends it, with its text, and metrics where asked for, replaced. */
interface Template {
  head: string;
  tail: string;
  finalTail: string;
}

type Frame = Record<string, unknown>;

const marker = "@@";

/** JSON as Python writes it: a space after commas and colons. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, field]) => `${JSON.stringify(key)}: ${pythonJson(field)}`)
    .join(", ")}}`;
}

const part = (type: string, data: string): Frame => ({ object: { data, format: "text" }, type });

function template(recorded: Frame, content: unknown, more: Frame): Template {
  const [head = "", tail = ""] = pythonJson({ ...recorded, content, ...more }).split(marker);
  const [, finalTail = ""] = pythonJson({ ...recorded, content, ...more, finish_reason: "stop" }).split(marker);
  return { head, tail, finalTail };
}

function recordedFrame(): Frame {
  const { bytes } = loadStream("0.8.2", "text");
  return JSON.parse(new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)))) as Frame;
}

/** The metrics of a frame: times, counts and speeds change with each. */
function metricsOf(recorded: Frame, index: number): Frame {
  const metrics = recorded.metrics as Frame;
  const now = (metrics.start_time_ms as number) + index * 20;
  return {
    usage: { prompt_tokens: 12, completion_tokens: index, total_tokens: 12 + index },
    metrics: {
      ...metrics,
      collect_index: index,
      end_time_ms: now,
      current_time_ms: now,
      completion_tokens: index,
      total_tokens: 12 + index,
      speed_per_second: 1000 / (20 + (index % 7)),
      current_gpu_infos: [
        { total_memory_gb: 79.15, allocated_memory_gb: 61 + (index % 13) / 16, available_memory_gb: 18 },
      ],
    },
  };
}

/** A whole stream as one worker sends it, one frame for each token. */
export function makeStream(kind: StreamKind, count: number): Uint8Array {
  const recorded = recordedFrame();
  const bare = { usage: null, metrics: null };
  const round = kind === "thinking, then text" || kind === "changing metrics" ? tokens["plain text"] : tokens[kind];
  const thoughts = kind === "thinking, then text" ? Math.floor(count / 2) : 0;
  const frames: string[] = [];
  let text = "";
  let thinking = "";
  let shape = template(recorded, part(thoughts > 0 ? "thinking" : "text", marker), bare);
  for (let i = 0; i < count; i++) {
    const token = JSON.stringify(round[i % round.length]).slice(1, -1);
    if (thoughts > 0 && i === thoughts) {
      thinking = text;
      text = "";
      const contents = [part("thinking", "##"), part("text", marker)];
      shape = template(recorded, contents, bare);
      shape.head = shape.head.replace("##", () => thinking);
    }
    text = text.replace(/\ufffd$/, "") + token;
    if (kind === "changing metrics") shape = template(recorded, part("text", marker), metricsOf(recorded, i));
    frames.push(shape.head + text + (i === count - 1 ? shape.finalTail : shape.tail));
  }
  return joinFrames(frames);
}

/** Without one string of all frames, which at 16,000 tokens is too long for a string. */
function joinFrames(frames: readonly string[]): Uint8Array {
  let length = 0;
  for (const frame of frames) length += Buffer.byteLength(frame) + 1;
  const bytes = Buffer.alloc(length);
  let at = 0;
  for (const frame of frames) at += bytes.write(frame, at) + 1;
  return bytes;
}

/** Cut into pieces of random lengths, the same in every run. */
export function cut(bytes: Uint8Array, minLength: number, maxLength: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let seed = 42;
  for (let start = 0; start < bytes.length; ) {
    seed = (seed * 1664525 + 1013904223) >>> 0;
    const length = minLength + Math.floor((seed / 2 ** 32) * (maxLength - minLength + 1));
    pieces.push(bytes.subarray(start, start + length));
    start += length;
  }
  return pieces;
}
