import { abortable, spanHeader } from "@modelfleet/core";
import { type ByteStream, createTransport, type Transport, type TransportRequest } from "@modelfleet/transport";
import type { EngineCall } from "../define/engine-definition.ts";
import { defaultApiBase, type OpenAICompatibleEngineOptions } from "./options.ts";

/** Of a call's headers, these and no others are for strangers. */
const tracing = ["x-request-id", "traceparent", "tracestate", spanHeader];

function passedOn({ headers = {} }: Partial<EngineCall> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => tracing.includes(name)));
}

/** The server behind the engine: where it is and how it is asked. */
export class Upstream {
  readonly options: OpenAICompatibleEngineOptions;
  readonly #transport: Transport;

  constructor(options: OpenAICompatibleEngineOptions) {
    this.options = options;
    this.#transport = options.transport ?? createTransport({ fetch: options.fetch });
  }

  /** The upstream's name of a model that is served here as `model`. */
  modelName(model: string): string {
    return this.options.backend ?? model;
  }

  /** @param path under the base, such as `chat/completions` */
  url(path: string): string {
    return `${(this.options.apiBase ?? defaultApiBase).replace(/\/+$/, "")}/${path}`;
  }

  async post(url: string, body: object, call: EngineCall): Promise<unknown> {
    return this.#transport.json(await this.#request("POST", url, call, body));
  }

  async stream(url: string, body: object, call: EngineCall): Promise<ByteStream> {
    return this.#transport.stream(await this.#request("POST", url, call, body));
  }

  async get(url: string): Promise<unknown> {
    return this.#transport.json(await this.#request("GET", url));
  }

  async #request(method: "GET" | "POST", url: string, call?: EngineCall, body?: object): Promise<TransportRequest> {
    const { apiKey, headers, timeouts } = this.options;
    const key = typeof apiKey === "function" ? await abortable(Promise.resolve(apiKey()), call?.signal) : apiKey;
    return {
      method,
      url,
      body,
      signal: call?.signal,
      timeouts,
      headers: { ...passedOn(call), ...(key && { authorization: `Bearer ${key}` }), ...headers },
    };
  }
}
