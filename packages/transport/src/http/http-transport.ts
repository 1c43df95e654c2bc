import { InvalidResponseError, ModelfleetError } from "@modelfleet/core";
import type { ByteOperations } from "../byte-operations.ts";
import type { ByteStream, Transport, TransportRequest } from "../transport.ts";
import { defaultTimeouts, type TransportOptions } from "../transport-options.ts";
import { BodyStream } from "./body-stream.ts";
import { Call } from "./call.ts";
import { connectionError } from "./connection-error.ts";
import { isWebPage } from "./content-type.ts";
import type { Exchange, ExchangeResponse } from "./exchange.ts";
import { type PreparedRequest, prepareRequest } from "./prepare-request.ts";
import { readText } from "./read-text.ts";

/** The largest JSON answer, in bytes. */
const maxJsonBytes = 64 * 1024 * 1024;

/** All of a transport but the sending itself, which an exchange does. */
export class HttpTransport implements Transport {
  readonly byteOperations: ByteOperations;
  readonly #exchange: Exchange;
  readonly #options: TransportOptions;
  /** What to say when no connection came about. */
  readonly #connectAdvice: string;

  constructor(exchange: Exchange, byteOperations: ByteOperations, options: TransportOptions, connectAdvice: string) {
    this.#exchange = exchange;
    this.byteOperations = byteOperations;
    this.#options = options;
    this.#connectAdvice = connectAdvice;
  }

  async json(request: TransportRequest): Promise<unknown> {
    const stream = await this.#open(request);
    const text = await readText(stream, maxJsonBytes);
    if (text === undefined)
      throw new InvalidResponseError(`${stream.what}: the answer has more than ${maxJsonBytes} bytes`);
    if (!text) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      // The parser's own message quotes the answer.
      throw new InvalidResponseError(`${stream.what}: the answer is not JSON`);
    }
  }

  stream(request: TransportRequest): Promise<ByteStream> {
    return this.#open(request);
  }

  close(): Promise<void> {
    return this.#exchange.close();
  }

  async #open(request: TransportRequest): Promise<BodyStream> {
    const timeouts = { ...defaultTimeouts, ...this.#options.timeouts, ...request.timeouts };
    const call = new Call(request, timeouts);
    try {
      let { token } = this.#options;
      if (typeof token === "function") {
        call.deadline.arm("connect", timeouts.connectMs);
        token = await call.guard(Promise.resolve(token()), () => {});
        // Aborted since then: a limit set now would have nobody to lift it.
        call.check();
      }
      const prepared = prepareRequest(request, this.#options, token);
      const response = await this.#send(call, prepared);
      call.deadline.disarm();
      call.response = response;
      if (response.status < 200 || response.status > 299 || isWebPage(response)) {
        // Loaded when it is needed: most pages never do.
        const { answerError } = await import("./answer-error.ts");
        throw await answerError(call.what, response, prepared.secret);
      }
      return new BodyStream(call, response, performance.now() - call.sentAt);
    } catch (error) {
      call.fail(error);
      throw call.signal.reason;
    }
  }

  async #send(call: Call, prepared: PreparedRequest): Promise<ExchangeResponse> {
    const { method, url, headers, body, repeatable } = prepared;
    const onConnect = (): void => {
      call.sent = (call.sent ?? 0) + 1;
      call.await();
    };
    if (this.#exchange.tellsConnect) {
      call.sent = 0;
      call.deadline.arm("connect", call.timeouts.connectMs);
    } else call.await();
    try {
      const sending = this.#exchange.send({ method, url, headers, body, repeatable, signal: call.signal, onConnect });
      return await call.guard(sending, (late) => late.body.cancel());
    } catch (error) {
      call.check();
      if (ModelfleetError.isInstance(error)) throw error;
      const fault = `no connection, or it broke before an answer. ${this.#connectAdvice}`;
      throw connectionError(call.what, fault, error, call.sent);
    }
  }
}
