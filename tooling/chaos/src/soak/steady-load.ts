import { askChat, askCount, askEmbedding, askWhole } from "../ask.ts";
import type { Caller } from "../callers/caller.ts";
import type { Entry } from "../ledger.ts";
import type { Random } from "../random.ts";
import type { Tally } from "./tally.ts";

export interface SteadyLoadOptions {
  callers: readonly Caller[];
  perSecond: number;
  random: Random;
  tally: Tally;
}

/** More than any answer takes, in milliseconds. */
const limitMs = 30_000;

/** So many requests a second, however long each takes. */
export class SteadyLoad {
  readonly #options: SteadyLoadOptions;
  readonly #underWay = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #number = 0;

  constructor(options: SteadyLoadOptions) {
    this.#options = options;
  }

  resume(): void {
    this.#timer ??= setInterval(() => this.#ask(), 1_000 / this.#options.perSecond);
  }

  /** Resolves when every request is accounted for. */
  async pause(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await Promise.all(this.#underWay);
  }

  #ask(): void {
    const { callers, random, tally } = this.#options;
    const caller = random.pick(callers);
    const { kind, asked } = this.#request(caller);
    tally.begin(kind);
    const done = asked.then((result) => {
      tally.add({ ...result, way: caller.way });
      this.#underWay.delete(done);
    });
    this.#underWay.add(done);
  }

  #request(caller: Caller): { kind: Entry["kind"]; asked: ReturnType<typeof askChat> } {
    const { random } = this.#options;
    const id = `soak-${(this.#number++).toString(36)}`;
    const share = random.share();
    const tokens = random.int(5, 60);
    if (share < 0.15) return { kind: "embed", asked: askEmbedding(caller, id, limitMs) };
    if (share < 0.3 && caller.count) return { kind: "count", asked: askCount(caller.count, id, tokens, limitMs) };
    if (share < 0.45) return { kind: "chat", asked: askWhole(caller, { id, tokens }, limitMs) };
    const cancelAfter = share < 0.55 ? random.int(1, tokens - 1) : undefined;
    return { kind: "chat", asked: askChat(caller, { id, tokens }, { limitMs, cancelAfter }) };
  }
}
