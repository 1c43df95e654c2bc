import type {
  CallOptions,
  CountTokenRequest,
  EmbeddingsRequest,
  ModelMetadata,
  ModelOutput,
  ModelRequest,
  ModelWorker,
  ParameterDescription,
  ParameterDescriptionsRequest,
} from "@modelfleet/core";
import type { CallMeter } from "../metrics/call-meter.ts";
import type { ModelMeter } from "../metrics/model-meter.ts";
import { CallScope } from "./call-scope.ts";
import { GatedStream } from "./gated-stream.ts";
import type { Slots } from "./slots.ts";

/**
 * A worker whose generations, embeddings and rankings take a slot each. The rest is quick and waits for nobody.
 */
export class GatedWorker implements ModelWorker {
  readonly #worker: ModelWorker;
  readonly #slots: Slots;
  readonly #meter: ModelMeter;
  readonly #calls = new Set<CallScope>();

  constructor(worker: ModelWorker, slots: Slots, meter: ModelMeter) {
    this.#worker = worker;
    this.#slots = slots;
    this.#meter = meter;
  }

  /** How many calls run or wait. */
  get calls(): number {
    return this.#calls.size;
  }

  async start(params?: Record<string, unknown>): Promise<void> {
    await this.#worker.start(params);
  }

  async stop(): Promise<void> {
    await this.#worker.stop();
  }

  /** Ends every call under way with this reason. */
  abort(reason: unknown): void {
    for (const call of [...this.#calls]) call.abort(reason);
  }

  generateStream(request: ModelRequest, options: CallOptions = {}): AsyncIterableIterator<ModelOutput> {
    return new GatedStream(() => {
      const call = new CallScope(this.#calls, options.signal);
      const { signal } = call;
      const measured = this.#meter.begin(options.signal);
      return {
        signal,
        acquire: () => this.#slots.acquire(signal),
        open: () => this.#worker.generateStream(request, { ...options, signal }),
        abort: (reason) => call.abort(reason),
        output: (output) => measured.output(output),
        end(failure) {
          call.end();
          measured.end(failure);
        },
      };
    });
  }

  async generate(request: ModelRequest, options?: CallOptions): Promise<ModelOutput> {
    return this.#call(options, async (scoped, measured) => {
      const output = await this.#worker.generate(request, scoped);
      measured.whole(output);
      return output;
    });
  }

  async embeddings(request: EmbeddingsRequest, options?: CallOptions): Promise<number[][]> {
    return this.#call(options, (scoped) => this.#worker.embeddings(request, scoped));
  }

  async countToken(request: CountTokenRequest, options?: CallOptions): Promise<number> {
    return this.#worker.countToken(request, options);
  }

  async getModelMetadata(request: { model: string }, options?: CallOptions): Promise<ModelMetadata> {
    return this.#worker.getModelMetadata(request, options);
  }

  async parameterDescriptions(
    request: ParameterDescriptionsRequest,
    options?: CallOptions,
  ): Promise<ParameterDescription[]> {
    return this.#worker.parameterDescriptions(request, options);
  }

  async #call<T>(
    options: CallOptions | undefined,
    run: (scoped: CallOptions, measured: CallMeter) => Promise<T>,
  ): Promise<T> {
    const call = new CallScope(this.#calls, options?.signal);
    const { signal } = call;
    const measured = this.#meter.begin(options?.signal);
    try {
      const release = await this.#slots.acquire(signal);
      // The slot is held until the engine is done, the caller until it gives up.
      const running = run({ ...options, signal }, measured).finally(release);
      const answer = await new Promise<T>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
        running.then(resolve, reject);
      });
      measured.end();
      return answer;
    } catch (error) {
      measured.end(error);
      throw error;
    } finally {
      call.end();
    }
  }
}
