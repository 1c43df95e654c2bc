import type { LlamaContext, LlamaContextSequence, Token } from "node-llama-cpp";
import { chooseSequence } from "./choose-sequence.ts";

interface Place {
  sequence: LlamaContextSequence;
  usedAt: number;
}

/** A sequence that is nobody else's until it is released. */
export interface Lease {
  sequence: LlamaContextSequence;
  /** To be called once. */
  release(): void;
}

/**
 * The sequences of a context. Each keeps the tokens of its last conversation, so that the next turn need not work
 * through them again. Generations on several of them at once are batched by node-llama-cpp.
 */
export class SequencePool {
  readonly #free: Place[] = [];
  readonly #waiting: (() => void)[] = [];
  #uses = 0;

  constructor(context: LlamaContext) {
    while (context.sequencesLeft > 0) this.#free.push({ sequence: context.getSequence(), usedAt: 0 });
  }

  /**
   * The sequence that holds the most of the prompt; waits for one if all are in use.
   *
   * @throws the signal's reason while it waits
   */
  async lease(prompt: Token[], signal: AbortSignal): Promise<Lease> {
    while (this.#free.length === 0) await this.#freed(signal);
    const held = this.#free.map(({ sequence, usedAt }) => ({
      held: sequence.nextTokenIndex,
      common: sequence.nextTokenIndex === 0 ? 0 : sequence.compareContextTokens(prompt).firstDifferentIndex,
      usedAt,
    }));
    const [place] = this.#free.splice(chooseSequence(held), 1) as [Place];
    return {
      sequence: place.sequence,
      release: () => {
        this.#uses += 1;
        place.usedAt = this.#uses;
        this.#free.push(place);
        this.#waiting.shift()?.();
      },
    };
  }

  #freed(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = (): void => {
        signal.removeEventListener("abort", leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(wake), 1);
        reject(signal.reason);
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener("abort", leave, { once: true });
      this.#waiting.push(wake);
    });
  }
}
