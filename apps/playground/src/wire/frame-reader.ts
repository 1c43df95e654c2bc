import type { ModelOutput } from "@modelfleet/client";
import { type ByteStream, decodeModelOutputs } from "@modelfleet/transport";
import type { Exchange, ExchangeChunk } from "../fleet-connection/exchange-log.ts";
import { createStore, type Store } from "../state/store.ts";
import { FrameSplitter } from "./frame-splitter.ts";
import { WireSizes } from "./wire-sizes.ts";

const outputsAtOnce = 500;

/** A frame as it came, and what the client's decoder made of it. */
export interface WireFrame {
  /** Milliseconds from sending the request until its last byte. */
  atMs: number;
  /** Milliseconds since the frame before it, or since the request. */
  gapMs: number;
  /** Without the NUL that ends it. */
  bytes: Uint8Array;
  /** `undefined` until it is decoded, and for a frame that is none. */
  output: FrameOutput | undefined;
}

/** The part of an output that is new: the whole of ten thousand outputs would be kept ten thousand times. */
export type FrameOutput = Pick<ModelOutput, "delta" | "thinkingDelta" | "reset" | "finishReason" | "errorCode">;

export interface ReadFrames {
  /** Grows in place; `count` tells how far. */
  frames: readonly WireFrame[];
  count: number;
  /** Bytes that no NUL has ended. */
  unfinishedBytes: number;
  /** What the stream takes in either view of the wire, estimated for the one that it did not come in. */
  cumulativeBytes: number;
  deltaBytes: number;
  /** What the decoder had to say against the stream. */
  failure: string | undefined;
}

/** Reads the frames of an exchange that may still be under way: each byte once, however often it is asked. */
export class FrameReader {
  readonly store: Store<ReadFrames>;
  readonly #frames: WireFrame[] = [];
  readonly #splitter = new FrameSplitter();
  readonly #queue = new ChunkQueue();
  readonly #sizes: WireSizes;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #taken = 0;
  #decoded = 0;
  #failure: string | undefined;

  /** @param exchange as far as it is; its header says which view of the wire its frames are in */
  constructor(exchange: Exchange) {
    const headers = exchange.responseHeaders;
    this.#sizes = new WireSizes(headers["x-modelfleet-stream"]?.toLowerCase() === "delta");
    this.store = createStore(this.#state);
    void this.#decode(this.#queue.stream(headers));
  }

  /** Takes what came since the last time. */
  take({ chunks, end, droppedBytes }: Exchange): void {
    if (this.#taken === chunks.length && !end) return;
    for (const { bytes, atMs } of chunks.slice(this.#taken)) {
      for (const frame of this.#splitter.push(bytes)) {
        this.#frames.push({ atMs, gapMs: atMs - (this.#frames.at(-1)?.atMs ?? 0), bytes: frame, output: undefined });
      }
      this.#queue.push(bytes);
    }
    this.#taken = chunks.length;
    // What broke off, or was not kept, is no fault of the frames.
    if (end?.kind === "complete" && droppedBytes === 0) this.#queue.end();
    this.#publish();
  }

  async #decode(stream: ByteStream): Promise<void> {
    try {
      let outputs = 0;
      for await (const output of decodeModelOutputs(stream, { what: "The answer", delta: true })) {
        this.#add(output);
        outputs += 1;
        // A long answer that is all there must not stop the page.
        if (outputs % outputsAtOnce === 0) await new Promise((resolve) => setTimeout(resolve, 0));
      }
    } catch (error) {
      this.#failure = error instanceof Error ? error.message : String(error);
    }
    this.#publish();
  }

  #add({ delta, thinkingDelta, reset, finishReason, errorCode }: ModelOutput): void {
    // The decoder skips empty frames, as DB-GPT's client does.
    while (this.#frames[this.#decoded]?.bytes.length === 0) this.#decoded += 1;
    const frame = this.#frames[this.#decoded];
    if (frame) {
      frame.output = { delta, thinkingDelta, reset, finishReason, errorCode };
      this.#sizes.add(frame.bytes.length, frame.output);
      this.#decoded += 1;
    } else {
      // The end of the stream releases characters that were held back.
      const last = this.#frames.findLast(({ output }) => output);
      if (last?.output) last.output = { ...last.output, delta: last.output.delta + delta };
    }
    // A piece may hold hundreds of frames: they are told together.
    this.#telling ??= setTimeout(() => this.#publish(), 0);
  }

  #publish(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.store.set(this.#state);
  }

  get #state(): ReadFrames {
    return {
      frames: this.#frames,
      count: this.#frames.length,
      unfinishedBytes: this.#splitter.unfinishedBytes,
      cumulativeBytes: this.#sizes.cumulative,
      deltaBytes: this.#sizes.delta,
      failure: this.#failure,
    };
  }
}

/** Pieces that came, as the stream that the decoder reads. */
class ChunkQueue {
  #chunks: ExchangeChunk["bytes"][] = [];
  #next = 0;
  #ended = false;
  #wake: (() => void) | undefined;

  get #pending(): boolean {
    return this.#next < this.#chunks.length;
  }

  push(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  stream(headers: Readonly<Record<string, string>>): ByteStream {
    return { header: (name) => headers[name], bytes: this.#read(), take: () => this.#take(), cancel: () => this.end() };
  }

  #take(): Uint8Array | undefined {
    const chunk = this.#chunks[this.#next];
    if (!chunk) return undefined;
    this.#next += 1;
    if (!this.#pending) {
      this.#chunks = [];
      this.#next = 0;
    }
    return chunk;
  }

  async *#read(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#take();
      if (chunk) yield chunk;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
