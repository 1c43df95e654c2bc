import { createStore, type Store } from "../state/store.ts";

/** Bytes of an answer, as they came. */
export interface ExchangeChunk {
  /** Milliseconds since the request was sent. */
  atMs: number;
  bytes: Uint8Array;
}

/** One request to the fleet and what came back. */
export interface Exchange {
  id: string;
  /** The id that the caller gave with `callHeaders`. A failover makes several exchanges of one call. */
  call: string | undefined;
  method: string;
  /** Without its query. */
  url: string;
  /** `host:port` of the worker that the request was for, where it was for one. */
  instance: string | undefined;
  /** Milliseconds since the epoch. */
  sentAt: number;
  requestBody: string | undefined;
  status: number | undefined;
  /** By lower-case name. Never those of the request, which hold tokens. */
  responseHeaders: Readonly<Record<string, string>>;
  chunks: readonly ExchangeChunk[];
  /** How many bytes of the answer were not kept. */
  droppedBytes: number;
  /** How it ended, and when: milliseconds since the request was sent. */
  end: { kind: "complete" | "failed" | "left"; atMs: number; message?: string | undefined } | undefined;
}

export const keptExchanges = 20;
const keptBytes = 4 * 1024 * 1024;
export const keptRequestCharacters = 64 * 1024;

/** The last exchanges, the newest first. Each change makes new objects of what changed. */
export class ExchangeLog {
  readonly store: Store<readonly Exchange[]> = createStore<readonly Exchange[]>([]);
  #waiting = new Map<string, ExchangeChunk[]>();
  #frame: number | undefined;

  begin(exchange: Pick<Exchange, "id" | "call" | "method" | "url" | "instance" | "sentAt" | "requestBody">): void {
    const requestBody = exchange.requestBody?.slice(0, keptRequestCharacters);
    const entry: Exchange = {
      ...exchange,
      requestBody,
      status: undefined,
      responseHeaders: {},
      chunks: [],
      droppedBytes: 0,
      end: undefined,
    };
    this.store.set((exchanges) => [entry, ...exchanges].slice(0, keptExchanges));
  }

  answered(id: string, status: number, responseHeaders: Readonly<Record<string, string>>): void {
    this.#change(id, (exchange) => ({ ...exchange, status, responseHeaders }));
  }

  /** Readers are told once per frame of the screen: a fast stream has thousands of chunks. */
  chunk(id: string, chunk: ExchangeChunk): void {
    const waiting = this.#waiting.get(id);
    if (waiting) waiting.push(chunk);
    else this.#waiting.set(id, [chunk]);
    this.#frame ??= requestAnimationFrame(() => this.#flush());
  }

  end(id: string, end: NonNullable<Exchange["end"]>): void {
    this.#flush();
    this.#change(id, (exchange) => (exchange.end ? exchange : { ...exchange, end }));
  }

  /** `host:port` of the worker that answered the call: the last one that was tried. */
  instanceOf(call: string): string | undefined {
    return this.store.get().find((exchange) => exchange.call === call && exchange.instance)?.instance;
  }

  clear(): void {
    this.store.set([]);
  }

  #flush(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    for (const [id, chunks] of this.#waiting) {
      this.#change(id, (exchange) => {
        const size = exchange.chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
        let room = keptBytes - size;
        const kept = chunks.filter(({ bytes }) => {
          room -= bytes.length;
          return room >= 0;
        });
        const lost = chunks.slice(kept.length).reduce((sum, { bytes }) => sum + bytes.length, 0);
        return { ...exchange, chunks: [...exchange.chunks, ...kept], droppedBytes: exchange.droppedBytes + lost };
      });
    }
    this.#waiting = new Map();
  }

  #change(id: string, change: (exchange: Exchange) => Exchange): void {
    this.store.set((exchanges) => exchanges.map((exchange) => (exchange.id === id ? change(exchange) : exchange)));
  }
}
