import type { Socket } from "node:net";
import type { Dispatcher } from "undici";
import type { Exchange, ExchangeRequest, ExchangeResponse } from "../http/exchange.ts";
import type { NodeConnectOptions } from "./connect-options.ts";
import { UndiciCall } from "./undici-call.ts";

/** Limits on time are ours. */
const unlimited = { headersTimeout: 0, bodyTimeout: 0 } as const;

interface Dispatchers {
  kept: Dispatcher;
  /** Each request has a connection of its own, for what must not arrive twice: a kept one may be about to be closed. */
  fresh: Dispatcher;
}

/** Whether the environment names a proxy. */
export function hasProxy(): boolean {
  const { http_proxy, https_proxy, HTTP_PROXY, HTTPS_PROXY } = process.env;
  return Boolean(http_proxy || https_proxy || HTTP_PROXY || HTTPS_PROXY);
}

/**
 * Over undici's pools: through the proxies that `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name, and for servers, since
 * a request takes half of what it takes over `node:http`. undici is loaded with the first request only: it takes three
 * times as long to load as Node takes to start.
 */
export class UndiciExchange implements Exchange {
  readonly tellsConnect: boolean;
  readonly #proxied: boolean;
  readonly #connect: NodeConnectOptions;
  #loading: Promise<Dispatchers> | undefined;
  #dispatchers: Dispatchers | undefined;
  /** What connections failed with that had brought bytes before. */
  readonly #staleErrors = new WeakSet<Error>();

  /** Connections that are being made: undici lets go of none before it stands, whatever becomes of its request. */
  readonly #connecting = new Set<Socket>();
  /** The call that undici is given right now, for which it may open a connection at once. */
  #dispatching: UndiciCall | undefined;

  /** @param proxied whether to heed the environment's proxies */
  constructor(proxied: boolean, connect: NodeConnectOptions = {}) {
    this.#proxied = proxied;
    this.#connect = connect;
    // A connection to a proxy says nothing of the one behind it.
    this.tellsConnect = !proxied;
  }

  send(request: ExchangeRequest): Promise<ExchangeResponse> {
    if (this.#dispatchers) return this.#send(request, this.#dispatchers);
    this.#loading ??= this.#load();
    return this.#loading.then((dispatchers) => this.#send(request, dispatchers));
  }

  #send(request: ExchangeRequest, { kept, fresh }: Dispatchers): Promise<ExchangeResponse> {
    return new Promise((resolve, reject) => {
      request.signal.throwIfAborted();
      const attempt = (retry: boolean): void => {
        const again = retry ? () => attempt(false) : undefined;
        const call = new UndiciCall(request, resolve, reject, again, this.#staleErrors);
        this.#dispatching = call;
        call.dispatch(request.repeatable ? kept : fresh);
        this.#dispatching = undefined;
      };
      attempt(request.repeatable);
    });
  }

  async close(): Promise<void> {
    const { kept, fresh } = (await this.#loading) ?? {};
    const destroyed = Promise.all([kept?.destroy(), fresh?.destroy()]);
    // With an error, which reaches those who wait for it also where undici has lost sight of them.
    for (const socket of this.#connecting) socket.destroy(new Error("the transport was closed"));
    await destroyed;
  }

  async #load(): Promise<Dispatchers> {
    const { Agent, buildConnector, EnvHttpProxyAgent } = await import("undici");
    const { Socket } = process.getBuiltinModule("node:net");
    const open = buildConnector({ ...this.#connect, timeout: 0 });
    const connect: typeof open = (options, callback) => {
      // Its types do not say so, but what it opens is what it returns.
      const opened: unknown = open(options, (...[error, socket]) => {
        this.#connecting.delete(opened as Socket);
        socket?.once("error", (broken) => {
          if (socket.bytesRead > 0) this.#staleErrors.add(broken);
        });
        if (error) callback(error, null);
        else callback(null, socket);
      });
      if (!(opened instanceof Socket)) return;
      this.#connecting.add(opened);
      this.#dispatching?.connectsBy(() => {
        if (this.#connecting.delete(opened)) opened.destroy(new Error("nobody waits for it any more"));
      });
    };
    const { lookup: _, ...tls } = this.#connect;
    const dispatcher = (options: { pipelining?: number }): Dispatcher =>
      this.#proxied
        ? // Whom it spares the proxies it connects to as the other does; to and through them it connects in its own way.
          new EnvHttpProxyAgent({ ...unlimited, ...options, connect, requestTls: tls })
        : new Agent({ ...unlimited, ...options, connect });
    // None at a time on a connection is how undici says that it is not kept.
    this.#dispatchers = { kept: dispatcher({}), fresh: dispatcher({ pipelining: 0 }) };
    return this.#dispatchers;
  }
}
