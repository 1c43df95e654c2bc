import { ModelRegistryClient, RemoteWorkerManager } from "@modelfleet/client";
import { ModelfleetError, type ModelMetadata } from "@modelfleet/core";
import { createNodeTransport } from "@modelfleet/transport/node";
import { connectOptions } from "../controller/connect-options.ts";
import { workerUrl } from "../controller/worker-url.ts";
import type { OpenFleet } from "./open-fleet.ts";

/**
 * What a chat model says of itself, asked of itself alone: a fleet asks all of its models. `undefined` where none of its
 * instances is healthy.
 */
export async function askMetadata(
  { address, token }: OpenFleet,
  model: string,
  signal: AbortSignal,
): Promise<ModelMetadata | undefined> {
  const transport = createNodeTransport({ ...connectOptions(), token });
  try {
    const registry = new ModelRegistryClient({ transport, controller: address });
    return await new RemoteWorkerManager({ registry, transport, resolveWorkerUrl: workerUrl }).getModelMetadata(
      { model },
      { signal },
    );
  } catch (error) {
    if (ModelfleetError.isInstance(error, "no_healthy_instance")) return undefined;
    throw error;
  } finally {
    await transport.close();
  }
}
