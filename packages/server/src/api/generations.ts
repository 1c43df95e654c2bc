import type { ModelOutput, ModelRequest } from "@modelfleet/core";
import { streamFor } from "../iterator-body.ts";
import { type ApiCall, callOptions } from "./api-call.ts";
import type { ChunkWriter } from "./chunk-writer.ts";
import { EventStream, type OpenGeneration } from "./event-stream.ts";
import { generationFailed } from "./generation-failed.ts";
import { toApiError } from "./to-api-error.ts";

/** One generation of a request. */
export interface Generation {
  request: ModelRequest;
  /** The place of its prompt, for the count of tokens. */
  prompt: number;
}

const eventStreamHeaders = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache",
  // Proxies of the nginx kind collect an answer before they pass it on, unless told otherwise.
  "x-accel-buffering": "no",
};

/** All answers, in the order asked. The first failure ends the others. @throws ApiError for a failed generation */
export async function generateAll(call: ApiCall, generations: readonly Generation[]): Promise<ModelOutput[]> {
  const { manager } = call.context;
  const generate = async ({ request }: Generation, signal?: AbortSignal): Promise<ModelOutput> => {
    const output = await manager.generate(request, callOptions(call, signal));
    if (output.errorCode !== 0) throw generationFailed(output);
    return output;
  };
  const [only] = generations;
  if (only && generations.length === 1) return [await generate(only)];
  const others = new AbortController();
  const signal = AbortSignal.any([call.request.signal, others.signal]);
  try {
    return await Promise.all(generations.map((generation) => generate(generation, signal)));
  } catch (error) {
    others.abort(error);
    throw error;
  }
}

/** Waits for the first output of each, so that what fails before it is answered with a status of its own. */
async function begin(call: ApiCall, generations: readonly Generation[]): Promise<OpenGeneration[]> {
  const options = callOptions(call);
  const sources = generations.map(({ request }) =>
    call.context.manager.generateStream(request, options)[Symbol.asyncIterator](),
  );
  try {
    return await Promise.all(
      sources.map(async (source, index) => {
        const first = await source.next();
        if (!first.done && first.value.errorCode !== 0) throw generationFailed(first.value);
        return { prompt: (generations[index] as Generation).prompt, source, first };
      }),
    );
  } catch (error) {
    // Not waited for: one that hangs must not hold back the answer.
    for (const source of sources) source.return?.()?.catch(() => undefined);
    throw error;
  }
}

/** The answers as server-sent events. Ends with the request's signal, or when the body is left. */
export async function streamAll(
  call: ApiCall,
  generations: readonly Generation[],
  chunks: ChunkWriter,
  includeUsage: boolean,
): Promise<Response> {
  const open = await begin(call, generations);
  const events = new EventStream(open, chunks, {
    includeUsage,
    onUsage: (usage) => call.holder?.used(usage),
    onError(error) {
      if (call.request.signal.aborted) return undefined;
      call.context.report(error, call);
      return toApiError(error, call.holder);
    },
  });
  return streamFor(call.request, events, eventStreamHeaders);
}
