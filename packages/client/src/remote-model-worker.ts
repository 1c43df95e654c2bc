import {
  type CallOptions,
  type CountTokenRequest,
  deltaStreamHeader,
  type EmbeddingsRequest,
  embeddingsRequestToWire,
  embeddingsSchema,
  InvalidInputError,
  type ModelMetadata,
  type ModelOutput,
  type ModelRequest,
  type ModelWorker,
  modelMetadataSchema,
  modelOutputSchema,
  modelRequestToWire,
  type ParameterDescription,
  type ParameterDescriptionsRequest,
  tokenCountSchema,
} from "@modelfleet/core";
import { decodeModelOutputs, type Transport } from "@modelfleet/transport";
import { OutputStream } from "./output-stream.ts";
import { WorkerHttp } from "./worker-http.ts";

export interface RemoteModelWorkerOptions {
  transport: Transport;
  /** The base URL of the worker's server, which `/api/worker/…` is added to. */
  baseUrl: string | URL;
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Asks for streams that carry only the new text; a worker that does not know them sends the usual ones. True by default. */
  deltaStreams?: boolean | undefined;
  /** The largest frame of a stream, and the largest answer in deltas, in bytes; 16 MiB by default. */
  maxFrameBytes?: number | undefined;
}

/**
 * A worker of a cluster, over HTTP.
 *
 * Source: `RemoteModelWorker` in DB-GPT's `model/cluster/worker/remote_worker.py`.
 */
export class RemoteModelWorker implements ModelWorker {
  readonly http: WorkerHttp;
  readonly #deltaStreams: boolean;
  readonly #maxFrameBytes: number | undefined;

  constructor(options: RemoteModelWorkerOptions) {
    this.http = new WorkerHttp(options.transport, options.baseUrl, options.headers);
    this.#deltaStreams = options.deltaStreams ?? true;
    this.#maxFrameBytes = options.maxFrameBytes;
  }

  /** Does nothing: a remote worker runs already. */
  async start(): Promise<void> {}

  /** @throws InvalidInputError: a remote worker is stopped by its own process, or with `modelShutdown` */
  async stop(): Promise<void> {
    throw new InvalidInputError("Stop a remote worker with modelShutdown of the worker manager.");
  }

  /** @param options.onEnd called once when a stream that had begun has ended, failed or been left */
  generateStream(
    request: ModelRequest,
    { onEnd, ...options }: CallOptions & { onEnd?: ((error?: unknown) => void) | undefined } = {},
  ): AsyncIterableIterator<ModelOutput> {
    return new OutputStream(async (signal) => {
      const post = this.http.request("generate_stream", modelRequestToWire(request), { ...options, signal });
      if (this.#deltaStreams) post.headers = { [deltaStreamHeader]: "delta", ...post.headers };
      const { transport } = this.http;
      return decodeModelOutputs(await transport.stream(post), {
        byteOperations: transport.byteOperations,
        maxFrameBytes: this.#maxFrameBytes,
        delta: this.#deltaStreams,
        what: this.http.what(post),
        onEnd,
      });
    }, options.signal);
  }

  async generate(request: ModelRequest, options?: CallOptions): Promise<ModelOutput> {
    const content = await this.http.post(modelOutputSchema, "generate", modelRequestToWire(request), options);
    return { ...content, delta: content.text, thinkingDelta: content.thinking };
  }

  async embeddings(request: EmbeddingsRequest, options?: CallOptions): Promise<number[][]> {
    return this.http.post(embeddingsSchema, "embeddings", embeddingsRequestToWire(request), options);
  }

  async countToken({ model, prompt }: CountTokenRequest, options?: CallOptions): Promise<number> {
    // Upstream's own client sends no model, which its servers refuse.
    return this.http.post(tokenCountSchema, "count_token", { model, prompt }, options);
  }

  async getModelMetadata({ model }: { model: string }, options?: CallOptions): Promise<ModelMetadata> {
    return this.http.post(modelMetadataSchema, "model_metadata", { model }, options);
  }

  async parameterDescriptions(
    request: ParameterDescriptionsRequest,
    options?: CallOptions,
  ): Promise<ParameterDescription[]> {
    const { parameterDescriptions } = await import("./worker-operations.ts");
    return parameterDescriptions(this.http, request, options);
  }
}
