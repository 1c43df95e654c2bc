import { ModelRegistryClient } from "@modelfleet/client";
import { createTransport } from "@modelfleet/transport";
import { vi } from "vitest";

/**
 * Until a controller knows so many healthy instances: a worker serves after a while even if its controller has not
 * answered yet, which on a busy machine is no fault.
 */
export async function untilListed(controller: string, instances: number, token?: string): Promise<void> {
  const registry = new ModelRegistryClient({ transport: createTransport({ token }), controller });
  const listed = async (): Promise<number> => (await registry.getAllModelInstances({ healthyOnly: true })).length;
  await vi.waitUntil(async () => (await listed()) >= instances, { timeout: 20_000, interval: 20 });
}
