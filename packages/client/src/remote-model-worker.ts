import {
  type CallOptions,
  type CountTokenRequest,
  type EmbeddingsRequest,
  embeddingsRequestToWire,
  embeddingsSchema,
  InvalidInputError,
  type ModelMetadata,
  type ModelOutput,
  type ModelRequest,
  type ModelWorker,
  modelMetadataSchema,
  modelRequestToWire,
  type ParameterDescription,
  type ParameterDescriptionsRequest,
  parameterDescriptionSchema,
  readModelOutput,
  readResponse,
  tokenCountSchema,
  type WorkerApplyOutput,
  type WorkerApplyRequest,
  type WorkerStartupRequest,
  type WorkerSupportedModels,
  workerApplyOutputSchema,
  workerApplyRequestToWire,
  workerStartupRequestToWire,
  workerSupportedModelsSchema,
} from "@modelfleet/core";
import { decodeModelOutputs, deltaStreamHeader, type Transport, type TransportRequest } from "@modelfleet/transport";
import * as v from "valibot";
import { OutputStream } from "./output-stream.ts";

export interface RemoteModelWorkerOptions {
  transport: Transport;
  /** The base URL of the worker's server, which `/api/worker/…` is added to. */
  baseUrl: string | URL;
  /** Asks for streams that carry only the new text; a worker that does not know them sends the usual ones. True by default. */
  deltaStreams?: boolean | undefined;
  /** The largest frame of a stream, in bytes. */
  maxFrameBytes?: number | undefined;
}

/**
 * A worker of a cluster, over HTTP.
 *
 * Source: `RemoteModelWorker` in DB-GPT's `model/cluster/worker/remote_worker.py`.
 */
export class RemoteModelWorker implements ModelWorker {
  readonly #transport: Transport;
  readonly #baseUrl: string;
  readonly #deltaStreams: boolean;
  readonly #maxFrameBytes: number | undefined;

  constructor(options: RemoteModelWorkerOptions) {
    this.#transport = options.transport;
    this.#baseUrl = `${String(options.baseUrl).replace(/\/+$/, "")}/api/worker`;
    this.#deltaStreams = options.deltaStreams ?? true;
    this.#maxFrameBytes = options.maxFrameBytes;
  }

  /** Does nothing: a remote worker runs already. */
  async start(): Promise<void> {}

  /** @throws InvalidInputError: a remote worker is stopped by its own process, or with `modelShutdown` */
  async stop(): Promise<void> {
    throw new InvalidInputError(
      "A remote worker cannot be stopped from here: use modelShutdown of the worker manager.",
    );
  }

  /** @param options.onEnd called once when a stream that had begun has ended, failed or been left */
  generateStream(
    request: ModelRequest,
    { onEnd, ...options }: CallOptions & { onEnd?: ((error?: unknown) => void) | undefined } = {},
  ): AsyncIterableIterator<ModelOutput> {
    return new OutputStream(async (signal) => {
      const post = this.#post("generate_stream", modelRequestToWire(request), { ...options, signal });
      if (this.#deltaStreams) post.headers = { [deltaStreamHeader]: "delta", ...post.headers };
      const stream = await this.#transport.stream(post);
      return decodeModelOutputs(stream, {
        byteOperations: this.#transport.byteOperations,
        maxFrameBytes: this.#maxFrameBytes,
        delta: this.#deltaStreams,
        what: `POST ${post.url}`,
        onEnd,
      });
    }, options.signal);
  }

  async generate(request: ModelRequest, options?: CallOptions): Promise<ModelOutput> {
    const post = this.#post("generate", modelRequestToWire(request), options);
    const content = readModelOutput(await this.#transport.json(post), answerOf(post));
    return { ...content, delta: content.text, thinkingDelta: content.thinking };
  }

  async embeddings(request: EmbeddingsRequest, options?: CallOptions): Promise<number[][]> {
    return this.#json(embeddingsSchema, this.#post("embeddings", embeddingsRequestToWire(request), options));
  }

  async countToken(request: CountTokenRequest, options?: CallOptions): Promise<number> {
    // Upstream's own client sends no model, which its servers refuse.
    const { model, prompt } = request;
    return this.#json(tokenCountSchema, this.#post("count_token", { model, prompt }, options));
  }

  async getModelMetadata({ model }: { model: string }, options?: CallOptions): Promise<ModelMetadata> {
    return this.#json(modelMetadataSchema, this.#post("model_metadata", { model }, options));
  }

  async parameterDescriptions(
    { model, workerType }: ParameterDescriptionsRequest,
    options?: CallOptions,
  ): Promise<ParameterDescription[]> {
    const query = { model, worker_type: workerType };
    return this.#json(v.array(parameterDescriptionSchema), this.#get("parameter/descriptions", options, query));
  }

  /** What the worker's process could start. */
  async supportedModels(options?: CallOptions): Promise<WorkerSupportedModels[]> {
    return this.#json(v.array(workerSupportedModelsSchema), this.#get("models/supports", options));
  }

  /** Acts on every instance of the model in the worker's process. */
  async apply(request: WorkerApplyRequest, options?: CallOptions): Promise<WorkerApplyOutput> {
    return this.#json(workerApplyOutputSchema, this.#post("apply", workerApplyRequestToWire(request), options));
  }

  async modelStartup(
    request: WorkerStartupRequest,
    worker: { host: string; port: number },
    options?: CallOptions,
  ): Promise<void> {
    await this.#transport.json(this.#post("models/startup", workerStartupRequestToWire(request, worker), options));
  }

  async modelShutdown(
    request: WorkerStartupRequest,
    worker: { host: string; port: number },
    options?: CallOptions,
  ): Promise<void> {
    await this.#transport.json(this.#post("models/shutdown", workerStartupRequestToWire(request, worker), options));
  }

  async #json<T>(schema: v.GenericSchema<unknown, T>, request: TransportRequest): Promise<T> {
    return readResponse(schema, await this.#transport.json(request), answerOf(request));
  }

  #post(path: string, body: unknown, options?: CallOptions): TransportRequest {
    return { ...options, method: "POST", url: `${this.#baseUrl}/${path}`, body };
  }

  #get(path: string, options?: CallOptions, query?: TransportRequest["query"]): TransportRequest {
    return { ...options, method: "GET", url: `${this.#baseUrl}/${path}`, query };
  }
}

function answerOf(request: TransportRequest): string {
  return `The answer of ${request.method} ${request.url}`;
}
