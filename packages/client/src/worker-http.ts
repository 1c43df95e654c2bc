import { type CallOptions, readResponse } from "@modelfleet/core";
import { describeRequest, type Transport, type TransportRequest } from "@modelfleet/transport";
import type { GenericSchema } from "valibot";

/** The routes of one worker, under `/api/worker`. */
export class WorkerHttp {
  readonly transport: Transport;
  readonly #baseUrl: string;
  /** As errors name it, made once. */
  #shownUrl: string | undefined;
  readonly #headers: Readonly<Record<string, string>> | undefined;

  /** @param baseUrl the base URL of the worker's server @param headers sent with every request */
  constructor(transport: Transport, baseUrl: string | URL, headers?: Readonly<Record<string, string>>) {
    this.transport = transport;
    this.#headers = headers;
    this.#baseUrl = `${String(baseUrl).replace(/\/+$/, "")}/api/worker/`;
  }

  /** @param options.repeatable false for what must not arrive twice */
  post<T>(
    schema: GenericSchema<unknown, T>,
    path: string,
    body: unknown,
    options?: CallOptions & Pick<TransportRequest, "repeatable">,
  ): Promise<T> {
    return this.#json(schema, this.request(path, body, options));
  }

  get<T>(
    schema: GenericSchema<unknown, T>,
    path: string,
    options?: CallOptions,
    query?: TransportRequest["query"],
  ): Promise<T> {
    return this.#json(schema, { ...this.request(path, undefined, options), method: "GET", query });
  }

  request(
    path: string,
    body: unknown,
    { signal, headers: own, repeatable }: CallOptions & Pick<TransportRequest, "repeatable"> = {},
  ): TransportRequest {
    const headers = this.#headers ? { ...this.#headers, ...own } : own;
    return { method: "POST", url: this.#baseUrl + path, body, signal, headers, repeatable };
  }

  /** Names a request of this worker in errors, as the transport does: without user and password. */
  what({ method, url }: TransportRequest): string {
    this.#shownUrl ??= describeRequest({ method: "GET", url: this.#baseUrl }).slice(4);
    return `${method} ${this.#shownUrl}${url.slice(this.#baseUrl.length)}`;
  }

  async #json<T>(schema: GenericSchema<unknown, T>, request: TransportRequest): Promise<T> {
    return readResponse(schema, await this.transport.json(request), `The answer of ${this.what(request)}`);
  }
}
