import { type ModelInstance, type ModelOutput, modelRequestToWire } from "@modelfleet/core";
import { decodeModelOutputs } from "@modelfleet/transport";
import { workerUrl } from "../controller/worker-url.ts";
import { failureOf } from "./answer.ts";
import type { DoctorContext } from "./doctor-context.ts";
import { type Finding, note, problem } from "./finding.ts";
import { FirstFrame } from "./first-frame.ts";
import { type Arrival, judgeArrivals } from "./judge-arrivals.ts";
import { OwnPauses } from "./own-pauses.ts";

/** How often an instance is asked, where this process itself lets the answer wait. */
const maxAttempts = 3;

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
  const name = `${model} at ${row.host}:${row.port}`;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const found = await askInstance(name, model, row, context);
    if (found) return found;
  }
  return [note("streaming", `${name}: this machine is too busy to tell whether answers are held back`)];
}

/** @returns undefined if this process itself let the answer wait */
async function askInstance(
  name: string,
  model: string,
  row: ModelInstance,
  { transport, token, signal }: DoctorContext,
): Promise<Finding[] | undefined> {
  const messages = [{ role: "human" as const, content: "Count from one to twenty, in words." }];
  const wire = modelRequestToWire({ model, messages, maxNewTokens: 64 });
  const arrivals: Arrival[] = [];
  const begunAt = performance.now();
  const first = new FirstFrame();
  using pauses = new OwnPauses();
  let pausedMs = 0;
  let atMs = 0;
  // By the pieces of the network: those of an answer that came in one came at once, however long reading them takes.
  const timed = async function* (pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      if (arrivals.length === 0) pausedMs = pauses.justEndedMs;
      atMs = performance.now() - begunAt;
      yield piece;
    }
  };
  let last: ModelOutput | undefined;
  try {
    const url = `${workerUrl(row)}/api/worker/generate_stream`;
    const stream = await transport.stream({ method: "POST", url, body: wire, signal });
    const watched = {
      header: stream.header.bind(stream),
      cancel: () => stream.cancel(),
      bytes: timed(first.watch(stream.bytes)),
    };
    const { byteOperations } = transport;
    for await (const output of decodeModelOutputs(watched, { byteOperations, delta: false, what: "The answer" })) {
      arrivals.push({ atMs, madeAtMs: output.metrics?.currentTimeMs });
      last = output;
    }
  } catch (error) {
    signal.throwIfAborted();
    return [problem("streaming", `${name} ${failureOf(error, token).reason}`, "See the worker's log.")];
  }
  if (last && last.errorCode !== 0) {
    return [problem("streaming", `${name} reports error ${last.errorCode}`, "See the worker's log.")];
  }
  const judged = judgeArrivals(name, arrivals, pausedMs);
  return judged && [note("version", `${name} ${first.generation}`), judged];
}
