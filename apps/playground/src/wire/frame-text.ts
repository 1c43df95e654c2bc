import type { WireFrame } from "./frame-reader.ts";

export type FrameView = "raw" | "delta" | "cumulative";

/** What one frame says in a view. */
export interface FrameText {
  thinking: string;
  text: string;
}

/** Longer rows would only be cut off by their width. */
const rowCharacters = 240;
const decoder = new TextDecoder();

/** JSON as it came; what is not UTF-8 shows as �. */
export const rawText = (bytes: Uint8Array): string => decoder.decode(bytes);

/** The whole answer up to and with this frame. */
export function textAt(frames: readonly WireFrame[], index: number): FrameText {
  const since = frames.slice(0, index + 1).findLastIndex(({ output }) => output?.reset);
  const outputs = frames.slice(Math.max(0, since), index + 1).map(({ output }) => output);
  return {
    thinking: outputs.map((output) => output?.thinkingDelta ?? "").join(""),
    text: outputs.map((output) => output?.delta ?? "").join(""),
  };
}

/** What a row shows: the beginning of what is new, or the end of what there is. */
export function rowText(frames: readonly WireFrame[], index: number, view: FrameView): FrameText {
  const frame = frames[index];
  if (!frame) return { thinking: "", text: "" };
  if (view === "raw") return { thinking: "", text: rawText(frame.bytes.subarray(0, rowCharacters)) };
  const { output } = frame;
  if (view === "delta") {
    const text = (part: string | undefined): string => oneLine((part ?? "").slice(0, rowCharacters));
    return { thinking: text(output?.thinkingDelta), text: text(output?.delta) };
  }
  const text = tail(frames, index, "delta");
  return text ? { thinking: "", text } : { thinking: tail(frames, index, "thinkingDelta"), text: "" };
}

/** The last characters of the answer so far: a screen full of rows must not build as many whole answers. */
function tail(frames: readonly WireFrame[], index: number, part: "delta" | "thinkingDelta"): string {
  const parts: string[] = [];
  let length = 0;
  let place = index;
  for (; place >= 0 && length < rowCharacters; place -= 1) {
    const output = frames[place]?.output;
    const text = output?.[part] ?? "";
    parts.push(text);
    length += text.length;
    if (output?.reset) break;
  }
  const text = parts.reverse().join("");
  return oneLine(place >= 0 && length >= rowCharacters ? `…${text.slice(-rowCharacters)}` : text);
}

/** Line ends made visible: rows have one line. */
const oneLine = (text: string): string => text.replaceAll("\r", "").replaceAll("\n", "↵");

/** JSON with line ends where it can be parsed. */
export function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
