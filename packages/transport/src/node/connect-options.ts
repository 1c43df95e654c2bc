import type { LookupFunction } from "node:net";

/** How connections are made. */
export interface ConnectOptions {
  /** The authorities that https servers are believed by, in PEM, in place of the well-known ones. */
  ca?: string | Uint8Array | undefined;
  /** For servers that want a certificate of their callers: it, and its key, in PEM. */
  cert?: string | Uint8Array | undefined;
  key?: string | Uint8Array | undefined;
  /**
   * Asked with each IP address before something is sent to it, so that a name that leads elsewhere by now leads nowhere.
   * An address that may not be connected to is a ConnectionError. A proxy of the environment resolves names itself:
   * there only addresses in URLs are asked about.
   */
  mayConnect?: ((address: string) => boolean) | undefined;
}

/** The same, as Node's agents and undici's connectors take it. */
export interface NodeConnectOptions {
  ca?: string | Buffer;
  cert?: string | Buffer;
  key?: string | Buffer;
  lookup?: LookupFunction;
}

export function nodeConnectOptions({ ca, cert, key, mayConnect }: ConnectOptions): NodeConnectOptions {
  return {
    ...(ca !== undefined && { ca: ca as Buffer }),
    ...(cert !== undefined && { cert: cert as Buffer }),
    ...(key !== undefined && { key: key as Buffer }),
    ...(mayConnect && { lookup: checkedLookup(mayConnect) }),
  };
}

/** What a connection fails with whose address is not allowed. */
export function addressRefused(host: string): Error {
  return Object.assign(new Error(`${host} may not be connected to from here`), { code: "ERR_ADDRESS_REFUSED" });
}

/** Of the addresses of a name, those that are allowed. Node asks for every connection, and for no address in numbers. */
function checkedLookup(mayConnect: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    // Not by `import`: commands start without it.
    const { lookup } = process.getBuiltinModule("node:dns");
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first, ...others] = error ? [] : addresses.filter(({ address }) => mayConnect(address));
      if (!first) callback(error ?? addressRefused(hostname), "", 0);
      else if (options.all) callback(null, [first, ...others]);
      else callback(null, first.address, first.family);
    });
  };
}
