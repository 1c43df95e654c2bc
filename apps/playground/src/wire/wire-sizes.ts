import type { FrameOutput } from "./frame-reader.ts";

const encoder = new TextEncoder();

/** Bytes of a text inside a JSON string. */
const sizeInJson = (text: string): number => (text === "" ? 0 : encoder.encode(JSON.stringify(text)).length - 2);

/** What a stream takes as it came, and about what it would take in the other view of the wire. */
export class WireSizes {
  cumulative = 0;
  delta = 0;
  readonly #comesAsDeltas: boolean;
  /** Of text and thinking before the frame. */
  #before = 0;

  constructor(comesAsDeltas: boolean) {
    this.#comesAsDeltas = comesAsDeltas;
  }

  add(frameBytes: number, { delta, thinkingDelta = "", reset }: FrameOutput): void {
    if (reset) this.#before = 0;
    // With the NUL.
    const size = frameBytes + 1;
    this.cumulative += this.#comesAsDeltas ? size + this.#before : size;
    this.delta += this.#comesAsDeltas ? size : Math.max(0, size - this.#before);
    this.#before += sizeInJson(delta) + sizeInJson(thinkingDelta);
  }
}
