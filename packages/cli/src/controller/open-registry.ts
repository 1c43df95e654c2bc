import { ModelRegistryClient } from "@modelfleet/client";
import { createNodeTransport } from "@modelfleet/transport/node";
import { connectOptions } from "./connect-options.ts";

export interface OpenRegistries extends AsyncDisposable {
  registries: readonly ModelRegistryClient[];
}

export interface OpenRegistry extends AsyncDisposable {
  registry: ModelRegistryClient;
}

/**
 * The registry alone, for commands that only ask controllers: without the parts of a fleet that choose workers and read
 * streams, which take longer to load than such a command takes otherwise.
 */
export function openRegistry(address: string, token?: string): OpenRegistry {
  const transport = createNodeTransport({ ...connectOptions(), token });
  return {
    registry: new ModelRegistryClient({ transport, controller: address }),
    [Symbol.asyncDispose]: () => transport.close(),
  };
}

/** Each controller of a list by itself, for who has to tell all of them: a client of several waits for the slowest. */
export function openRegistries(address: string, token?: string): OpenRegistries {
  const transport = createNodeTransport({ ...connectOptions(), token });
  const { controllers } = new ModelRegistryClient({ transport, controller: address });
  return {
    registries: controllers.map((controller) => new ModelRegistryClient({ transport, controller })),
    [Symbol.asyncDispose]: () => transport.close(),
  };
}
