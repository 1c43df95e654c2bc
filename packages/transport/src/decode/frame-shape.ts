import { type ModelOutputContent, readModelOutput } from "@modelfleet/core";
import { decodeUtf8 } from "./json-string.ts";

/**
 * What stands in for the string that grows, and for the one before it that does not grow any more. Random, so that
 * no stream contains them.
 */
const nonce: string = Math.random().toString(36).slice(2);
const grows: string = `grows-${nonce}`;
const rests: string = `rests-${nonce}`;

/** A string in a frame's JSON that may be the text or the thinking: where its inside starts and ends. */
interface Slot {
  start: number;
  end: number;
}

/** More than these in one frame is no shape worth learning. */
const maxSlots = 4;

function findSlots(json: string): Slot[] {
  const slots: Slot[] = [];
  // A quote inside a string is escaped, so this cannot match there.
  const opening = /"(?:data|text)"\s*:\s*"/g;
  while (slots.length <= maxSlots && opening.exec(json)) {
    const start = opening.lastIndex;
    let end = start - 1;
    let escapes: number;
    do {
      end = json.indexOf('"', end + 1);
      escapes = 0;
      while (end - escapes > start && json[end - 1 - escapes] === "\\") escapes++;
    } while (escapes % 2 === 1);
    slots.push({ start, end });
    opening.lastIndex = end;
  }
  return slots;
}

/**
 * The shape that the frames of a stream share: all but the string that grows.
 *
 * It is proved, not guessed: the frame's JSON is read again with a random word in the place of that string, and the
 * word must come out as the text (or the thinking). As the place starts after `":"` and an opening quote, any inside
 * of a JSON string may then stand there.
 */
export class FrameShape {
  /** Whether it is the thinking that grows, not the text. */
  readonly inThinking: boolean;
  /** Where in the JSON the string that grows starts, in UTF-16 units. */
  readonly prefixLength: number;
  /** What the frame says besides; text and thinking in it mean nothing. */
  content: ModelOutputContent;
  /** The bytes after the string that grows, its closing quote first. */
  tail: Uint8Array;
  readonly #head: string;
  readonly #other: string | undefined;

  private constructor(
    inThinking: boolean,
    prefixLength: number,
    head: string,
    other: string | undefined,
    tail: Uint8Array,
    content: ModelOutputContent,
  ) {
    this.inThinking = inThinking;
    this.prefixLength = prefixLength;
    this.#head = head;
    this.#other = other;
    this.tail = tail;
    this.content = content;
  }

  /**
   * Learns the shape of a frame that was read.
   *
   * @param json the whole frame
   * @returns `undefined` if it has none that can be relied on
   */
  static learn(json: string, content: ModelOutputContent): FrameShape | undefined {
    const slots = findSlots(json);
    if (content.media || slots.length > maxSlots) return undefined;
    const inThinking = content.text === "" && !!content.thinking;
    for (let i = slots.length - 1; i >= 0 && i >= slots.length - 2; i--) {
      const slot = slots[i] as Slot;
      const before = slots[i - 1];
      // A string before the one that grows may be long: its place is taken by a short one too.
      const head = before
        ? json.slice(0, before.start) + rests + json.slice(before.end, slot.start)
        : json.slice(0, slot.start);
      const tail = json.slice(slot.end);
      const probe = read(head, tail);
      const other = probe && (inThinking ? probe.text : probe.thinking);
      if (!probe || (inThinking ? probe.thinking : probe.text) !== grows) continue;
      if (before && other !== rests) continue;
      if (!before && other !== (inThinking ? content.text : content.thinking)) continue;
      return new FrameShape(inThinking, slot.start, head, other, new TextEncoder().encode(tail), probe);
    }
    return undefined;
  }

  /**
   * Takes the tail of a frame that differs from the last one's, such as one with new metrics.
   *
   * @returns false if the frame must be read as a whole
   */
  adopt(bytes: Uint8Array, start: number, end: number): boolean {
    let tail: string;
    try {
      tail = decodeUtf8(bytes, start, end);
    } catch {
      return false;
    }
    const content = read(this.#head, tail);
    if (!content || content.media) return false;
    const [own, other] = this.inThinking ? [content.thinking, content.text] : [content.text, content.thinking];
    if (own !== grows || other !== this.#other) return false;
    this.tail = bytes.slice(start, end);
    this.content = content;
    return true;
  }
}

function read(head: string, tail: string): ModelOutputContent | undefined {
  try {
    return readModelOutput(JSON.parse(head + grows + tail), "");
  } catch {
    return undefined;
  }
}
