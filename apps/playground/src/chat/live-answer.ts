import type { ModelOutput } from "@modelfleet/client";
import { createStore, type Store } from "../state/store.ts";

/** An answer that is coming. */
export interface LiveAnswer {
  text: string;
  thinking: string;
  firstTokenMs: number | undefined;
  /** How many outputs brought something: about as many as tokens. */
  pieces: number;
}

/** Calls back before the next picture is drawn; a page that is not seen draws none, and is called back later. */
function nextFrame(callback: () => void): () => void {
  if (document.hidden) {
    const timer = setTimeout(callback, 500);
    return () => clearTimeout(timer);
  }
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
}

/** Gathers the outputs of an answer, and shows what there is once per picture that the screen draws. */
export class LiveAnswerWriter {
  readonly store: Store<LiveAnswer>;
  readonly images: string[] = [];
  last: ModelOutput | undefined;
  #firstTokenMs: number | undefined;
  #pieces = 0;
  #cancel: (() => void) | undefined;
  readonly #startedAt: number;

  constructor() {
    this.#startedAt = performance.now();
    this.store = createStore(this.answer);
  }

  /** What there is now. */
  get answer(): LiveAnswer {
    return {
      text: this.last?.text ?? "",
      thinking: this.last?.thinking ?? "",
      firstTokenMs: this.#firstTokenMs,
      pieces: this.#pieces,
    };
  }

  get elapsedMs(): number {
    return performance.now() - this.#startedAt;
  }

  add(output: ModelOutput): void {
    this.last = { ...output, usage: output.usage ?? this.last?.usage };
    if (output.delta || output.thinkingDelta) {
      this.#firstTokenMs ??= this.elapsedMs;
      this.#pieces += 1;
    }
    for (const { type, data, format } of output.media ?? []) {
      const [encoding, mediaType = "image/png"] = format.split("@");
      if (type === "image" && encoding === "base64") this.images.push(`data:${mediaType};base64,${data}`);
    }
    this.#cancel ??= nextFrame(() => {
      this.#cancel = undefined;
      this.store.set(this.answer);
    });
  }

  end(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
