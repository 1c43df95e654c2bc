import type { Agent, Dispatcher, EnvHttpProxyAgent } from "undici";
import type { Exchange, ExchangeRequest, ExchangeResponse } from "../http/exchange.ts";
import type { NodeConnectOptions } from "./connect-options.ts";
import { UndiciCall } from "./undici-call.ts";

/** Limits on time are ours. */
const unlimited = { headersTimeout: 0, bodyTimeout: 0 } as const;

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
  #loading: Promise<Dispatcher> | undefined;
  #dispatcher: Agent | EnvHttpProxyAgent | undefined;
  /** What connections failed with that had brought bytes before. */
  readonly #staleErrors = new WeakSet<Error>();

  /** @param proxied whether to heed the environment's proxies */
  constructor(proxied: boolean, connect: NodeConnectOptions = {}) {
    this.#proxied = proxied;
    this.#connect = connect;
    // A connection to a proxy says nothing of the one behind it.
    this.tellsConnect = !proxied;
  }

  send(request: ExchangeRequest): Promise<ExchangeResponse> {
    if (this.#dispatcher) return this.#send(request, this.#dispatcher);
    this.#loading ??= this.#load();
    return this.#loading.then((dispatcher) => this.#send(request, dispatcher));
  }

  #send(request: ExchangeRequest, dispatcher: Dispatcher): Promise<ExchangeResponse> {
    return new Promise((resolve, reject) => {
      request.signal.throwIfAborted();
      const attempt = (retry: boolean): void => {
        const again = retry ? () => attempt(false) : undefined;
        new UndiciCall(request, resolve, reject, again, this.#staleErrors).dispatch(dispatcher);
      };
      attempt(request.repeatable);
    });
  }

  async close(): Promise<void> {
    await (await this.#loading)?.destroy();
  }

  async #load(): Promise<Dispatcher> {
    const { Agent, buildConnector, EnvHttpProxyAgent } = await import("undici");
    const open = buildConnector({ ...this.#connect, timeout: 0 });
    const connect: typeof open = (options, callback) => {
      open(options, (...[error, socket]) => {
        socket?.once("error", (broken) => {
          if (socket.bytesRead > 0) this.#staleErrors.add(broken);
        });
        if (error) callback(error, null);
        else callback(null, socket);
      });
    };
    const { lookup: _, ...tls } = this.#connect;
    this.#dispatcher = this.#proxied
      ? new EnvHttpProxyAgent({ ...unlimited, connect: this.#connect, requestTls: tls })
      : new Agent({ ...unlimited, connect });
    return this.#dispatcher;
  }
}
