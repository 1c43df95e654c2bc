import type { Store } from "../state/store.ts";
import type { TabFaults, WorkerCondition } from "./tab-fleet.ts";

const slowPieceMs = 250;
const piecesBeforeBreak = 12;

/** What a refused or broken connection looks like to `fetch`. */
export const connectionLost = (): TypeError => new TypeError("Failed to fetch");

/** Puts the conditions of a fleet between a server and whoever calls it. */
export class FaultGate {
  readonly #faults: Store<TabFaults>;

  constructor(faults: Store<TabFaults>) {
    this.#faults = faults;
  }

  /** @throws TypeError while the controller is away */
  checkController(): void {
    if (this.#faults.get().controllerAway) throw connectionLost();
  }

  condition(worker: string): WorkerCondition {
    return this.#faults.get().workers[worker] ?? "well";
  }

  /** @throws TypeError while the worker is away */
  async callWorker(worker: string, answer: () => Promise<Response>): Promise<Response> {
    const condition = this.condition(worker);
    if (condition === "away") throw connectionLost();
    if (condition === "busy") {
      return Response.json(
        { detail: "The worker is busy, as it was told to be." },
        { status: 429, headers: { "retry-after": "1" } },
      );
    }
    const response = await answer();
    if (!response.body) return response;
    return new Response(this.#body(worker, response.body), { status: response.status, headers: response.headers });
  }

  /** Conditions are looked at with every piece: they change in the middle of answers. */
  #body(worker: string, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
    const reader = body.getReader();
    let pieces = 0;
    let stopWatching = () => {};
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          stopWatching = this.#faults.subscribe(() => {
            if (this.condition(worker) !== "away") return;
            stopWatching();
            controller.error(connectionLost());
            void reader.cancel().catch(() => undefined);
          });
        },
        pull: async (controller) => {
          const { done, value } = await reader.read();
          if (done) {
            stopWatching();
            return controller.close();
          }
          pieces += 1;
          const condition = this.condition(worker);
          if (condition === "away") return;
          if (condition === "breaks" && pieces > piecesBeforeBreak) {
            stopWatching();
            await reader.cancel();
            return controller.error(connectionLost());
          }
          // Slowness is the fault itself.
          if (condition === "slow") await new Promise((resolve) => setTimeout(resolve, slowPieceMs));
          if (this.condition(worker) !== "away") controller.enqueue(value);
        },
        cancel: async (reason) => {
          stopWatching();
          await reader.cancel(reason);
        },
      },
      { highWaterMark: 0 },
    );
  }
}
