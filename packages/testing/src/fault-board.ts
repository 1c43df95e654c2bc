import { type FaultHandle, type FaultTarget, faultRoutes, type StandInFault } from "./fault.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import type { StandInServer } from "./server.ts";

/** A fault that met a request. `over` aborts when it is disposed, which lets go of what it holds up. */
export interface ActiveFault {
  fault: StandInFault;
  over: AbortSignal;
}

interface Posted extends ActiveFault {
  target: FaultTarget;
  met: number;
}

/** After one of these nothing of the answer is left for another fault to change. */
const final = new Set<StandInFault["type"]>(["refuse", "status", "html", "garbage"]);

/** The faults that are in force. */
export class FaultBoard {
  readonly #posted = new Map<Posted, FaultHandle>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  post(target: FaultTarget, fault: StandInFault): FaultHandle {
    const over = new AbortController();
    const posted: Posted = { target, fault, over: over.signal, met: 0 };
    const dispose = (): void => {
      if (!this.#posted.delete(posted)) return;
      over.abort();
      this.#onChange();
    };
    const handle = Object.defineProperty(Object.assign(dispose, { [Symbol.dispose]: dispose }), "met", {
      get: () => posted.met,
    }) as unknown as FaultHandle;
    this.#posted.set(posted, handle);
    this.#onChange();
    return handle;
  }

  clear(): void {
    for (const dispose of [...this.#posted.values()]) dispose();
  }

  /** The faults that meet this request, counted as met. Of several answers in place of the right one the first wins. */
  take(server: StandInServer, request: RecordedRequest): ActiveFault[] {
    const taken: ActiveFault[] = [];
    for (const posted of this.#posted.keys()) {
      if (!aims(posted.target, server) || !meets(posted, request)) continue;
      posted.met += 1;
      taken.push(posted);
      if (final.has(posted.fault.type)) break;
    }
    return taken;
  }

  /** Whether nothing at all reaches this server. */
  isDown(server: StandInServer): boolean {
    return [...this.#posted.keys()].some(
      ({ target, fault }) =>
        fault.type === "refuse" && aims(target, server) && !fault.route && !fault.method && !fault.when && !fault.times,
    );
  }
}

function aims(target: FaultTarget, server: StandInServer): boolean {
  return target === "*" || target === server.id || target === `${server.kind}s`;
}

function meets({ fault, met }: Posted, request: RecordedRequest): boolean {
  if (fault.times !== undefined && met >= fault.times) return false;
  const routes = fault.route === undefined ? faultRoutes[fault.type] : [fault.route].flat();
  if (routes && !(request.route && routes.includes(request.route))) return false;
  if (fault.method && fault.method.toUpperCase() !== request.method) return false;
  return fault.when?.(request) ?? true;
}
