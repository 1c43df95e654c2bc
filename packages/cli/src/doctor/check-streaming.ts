import { type ModelInstance, type ModelOutput, modelRequestToWire } from "@modelfleet/core";
import { decodeModelOutputs } from "@modelfleet/transport";
import { workerUrl } from "../controller/worker-url.ts";
import { failureOf } from "./answer.ts";
import type { DoctorContext } from "./doctor-context.ts";
import { type Finding, note, ok, problem } from "./finding.ts";
import { FirstFrame } from "./first-frame.ts";

interface Arrival {
  atMs: number;
  /** By the worker's clock, where it says so. */
  madeAtMs: number | undefined;
}

/** What a worker must have taken over an answer for its arrival in one piece to mean something. */
const longEnoughMs = 200;

/** Asks every healthy instance of a chat model for a short answer, and looks at when its pieces come. */
export async function checkStreaming(
  model: string,
  instances: readonly ModelInstance[],
  context: DoctorContext,
): Promise<Finding[]> {
  const rows = instances.filter((row) => row.workerKey === `${model}@llm` && row.healthy && row.enabled);
  if (rows.length === 0) {
    return [problem("streaming", `${model} has no healthy instance to stream from`, "See modelfleet model list.")];
  }
  const found: Finding[] = [];
  // One after the other: an instance that is busy with two questions says nothing of its connection.
  for (const row of rows) found.push(...(await checkInstance(model, row, context)));
  return found;
}

async function checkInstance(model: string, row: ModelInstance, context: DoctorContext): Promise<Finding[]> {
  const { transport, token, signal } = context;
  const name = `${model} at ${row.host}:${row.port}`;
  const messages = [{ role: "human" as const, content: "Count from one to twenty, in words." }];
  const wire = modelRequestToWire({ model, messages, maxNewTokens: 64 });
  const arrivals: Arrival[] = [];
  const begunAt = performance.now();
  const first = new FirstFrame();
  let last: ModelOutput | undefined;
  try {
    const url = `${workerUrl(row)}/api/worker/generate_stream`;
    const stream = await transport.stream({ method: "POST", url, body: wire, signal });
    const watched = {
      header: stream.header.bind(stream),
      cancel: () => stream.cancel(),
      bytes: first.watch(stream.bytes),
    };
    const { byteOperations } = transport;
    for await (const output of decodeModelOutputs(watched, { byteOperations, delta: false, what: "The answer" })) {
      arrivals.push({ atMs: performance.now() - begunAt, madeAtMs: output.metrics?.currentTimeMs });
      last = output;
    }
  } catch (error) {
    signal.throwIfAborted();
    return [problem("streaming", `${name} ${failureOf(error, token).reason}`, "See the worker's log.")];
  }
  if (last && last.errorCode !== 0) {
    return [problem("streaming", `${name} reports error ${last.errorCode}`, "See the worker's log.")];
  }
  return [note("version", `${name} ${first.generation}`), judge(name, arrivals)];
}

function judge(name: string, arrivals: readonly Arrival[]): Finding {
  const [begun, ended] = [arrivals[0], arrivals.at(-1)];
  if (!begun || !ended || arrivals.length < 3) {
    return note(
      "streaming",
      `${name} answers in ${arrivals.length} pieces, too few to tell whether they are held back`,
    );
  }
  const arrivalMs = ended.atMs - begun.atMs;
  const told = begun.madeAtMs !== undefined && ended.madeAtMs !== undefined;
  // A worker that does not say when it made its pieces: all at once after a long wait is as telling.
  const madeMs = told ? (ended.madeAtMs as number) - (begun.madeAtMs as number) : begun.atMs;
  if (madeMs >= (told ? longEnoughMs : 5 * longEnoughMs) && arrivalMs < madeMs * 0.3) {
    return problem(
      "streaming",
      `${name}: ${arrivals.length} pieces, ${told ? "made over" : "after"} ${Math.round(madeMs)} ms, arrive within ` +
        `${Math.round(arrivalMs)} ms: something on the way holds answers back`,
      "A proxy buffers: for nginx set proxy_buffering off and proxy_http_version 1.1, for others switch response " +
        "buffering and compression off.",
    );
  }
  return ok("streaming", `${name} streams: ${arrivals.length} pieces over ${Math.round(arrivalMs)} ms`);
}
