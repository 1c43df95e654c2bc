import { createStore, type Store } from "../state/store.ts";
import type { Connection, ConnectionState } from "./connection.ts";
import { type ConnectionTarget, pageAddress, rememberedTarget, rememberTarget } from "./connection-target.ts";

export const connectionStore: Store<ConnectionState> = createStore<ConnectionState>({ status: "looking" });

let attempt = new AbortController();

/** Connects to what was last used, or else to the fleet that serves the page, or else starts one in the tab. */
export async function connectInitially(): Promise<void> {
  const remembered = rememberedTarget();
  if (remembered) return connect(remembered);
  const found = await servedByFleet();
  await connect(found ? { mode: "cluster", address: pageAddress() } : { mode: "tab" });
}

/** Leaves the present fleet for another one. Failures end up in the state; nothing is thrown. */
export async function connect(target: ConnectionTarget): Promise<void> {
  attempt.abort();
  attempt = new AbortController();
  const { signal } = attempt;
  const before = connectionStore.get();
  connectionStore.set({ status: "connecting", target });
  if (before.status === "connected") await before.connection.close().catch(() => undefined);
  try {
    const connection = await open(target, signal);
    if (signal.aborted) return void (await connection.close());
    rememberTarget(target);
    connectionStore.set({ status: "connected", target, connection });
  } catch (error) {
    if (signal.aborted) return;
    const problem =
      target.mode === "cluster"
        ? await (await import("./connection-problem.ts")).diagnose(error, target.address)
        : { kind: "other" as const, message: error instanceof Error ? error.message : String(error) };
    if (!signal.aborted) connectionStore.set({ status: "failed", target, problem });
  }
}

async function open(target: ConnectionTarget, signal: AbortSignal): Promise<Connection> {
  // Neither is needed before the page can be used.
  if (target.mode === "tab") return (await import("./connect-tab.ts")).connectTab();
  return (await import("./connect-cluster.ts")).connectCluster(target.address, signal);
}

/** Whether the server of this page is a controller: `modelfleet up` is, a server of static files is not. */
async function servedByFleet(): Promise<boolean> {
  try {
    const response = await fetch(`${pageAddress()}/api/controller/models`, { signal: AbortSignal.timeout(3_000) });
    if (response.status === 401 || response.status === 403) return true;
    return response.ok && Array.isArray(await response.json());
  } catch {
    return false;
  }
}
