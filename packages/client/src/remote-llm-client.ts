import { createTransport, type FetchTransportOptions, type Transport } from "@modelfleet/transport";
import { DefaultLLMClient, type DefaultLLMClientOptions } from "./llm-client.ts";
import { ModelRegistryClient } from "./model-registry-client.ts";
import { RemoteWorkerManager, type RemoteWorkerManagerOptions } from "./remote-worker-manager.ts";

/** What it takes to talk to a cluster. */
export interface ClusterOptions
  extends FetchTransportOptions,
    Omit<RemoteWorkerManagerOptions, "registry" | "transport"> {
  /** One or several controllers, as an array or separated by commas. */
  controller: string | readonly string[];
  /** Used in place of one made from the options for `fetch`. */
  transport?: Transport | undefined;
}

/** The parts that stand between a program and a cluster. */
export interface Cluster {
  transport: Transport;
  registry: ModelRegistryClient;
  manager: RemoteWorkerManager;
}

export function connectCluster(options: ClusterOptions): Cluster {
  const transport = options.transport ?? createTransport(options);
  const registry = new ModelRegistryClient({ transport, controller: options.controller });
  return { transport, registry, manager: new RemoteWorkerManager({ ...options, registry, transport }) };
}

/**
 * An LLM client of the cluster behind a controller.
 *
 * Source: `RemoteLLMClient` in DB-GPT's `model/cluster/client.py`.
 */
export class RemoteLLMClient extends DefaultLLMClient {
  readonly #transport: Transport;

  constructor(options: ClusterOptions & DefaultLLMClientOptions) {
    const { transport, manager } = connectCluster(options);
    super(manager, options);
    this.#transport = transport;
  }

  /** Lets go of kept connections. */
  async close(): Promise<void> {
    await this.#transport.close();
  }
}
