/** A controller or a worker of the cluster. */
export interface StandInServer {
  /** `controller-1`, `worker-1`, and so on. */
  readonly id: string;
  readonly kind: "controller" | "worker";
  /** The base address, without a slash at its end; changes when the cluster is put on real ports. */
  readonly url: string;
  /** As it stands in the rows of the registry. */
  readonly host: string;
  readonly port: number;
}

export interface MutableServer extends StandInServer {
  url: string;
  host: string;
  port: number;
}

/** @param address `http://host:port`, of a controller also with a path */
export function createServer(kind: "controller" | "worker", number: number, address: string): MutableServer {
  return { id: `${kind}-${number}`, kind, ...readAddress(address) };
}

export function readAddress(address: string): Pick<StandInServer, "url" | "host" | "port"> {
  const url = new URL(address);
  return {
    url: (url.origin + url.pathname).replace(/\/+$/u, ""),
    host: url.hostname.replace(/^\[|\]$/gu, ""),
    port: Number(url.port) || (url.protocol === "https:" ? 443 : 80),
  };
}

/** The path below the server's base address, or undefined where the URL is not the server's. */
export function pathOn(server: StandInServer, url: URL): string | undefined {
  const address = url.origin + url.pathname;
  if (address === server.url) return "/";
  return address.startsWith(`${server.url}/`) ? address.slice(server.url.length) : undefined;
}
