/** Frames per second that a person can tell apart. */
const frameMs = 33;
/** How many times longer than drawing took there is no drawing, so that it leaves most of a core to all else. */
const rest = 4;

/** Runs a drawing often enough to look live, and never twice at once. */
export class Throttle {
  readonly #draw: () => Promise<void>;
  #pauseMs = frameMs;
  #last = Number.NEGATIVE_INFINITY;
  #drawing: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(draw: () => Promise<void>) {
    this.#draw = draw;
  }

  /** Draws now, or as soon as it is time. Resolves when the reader of the drawing keeps up. */
  async request(): Promise<void> {
    if (this.#drawing) return this.#drawing;
    if (this.#timer) return;
    const wait = this.#last + this.#pauseMs - performance.now();
    if (wait <= 0) return this.#run();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // A screen that is gone is told by its stream.
      this.#run().catch(() => undefined);
    }, wait);
  }

  /** Draws for the last time. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#drawing;
    clearTimeout(this.#timer);
    await this.#run();
  }

  async #run(): Promise<void> {
    const start = performance.now();
    this.#drawing = this.#draw();
    try {
      await this.#drawing;
    } finally {
      this.#drawing = undefined;
      this.#last = performance.now();
      this.#pauseMs = Math.max(frameMs, rest * (this.#last - start));
    }
  }
}
