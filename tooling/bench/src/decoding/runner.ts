// One contender in a process of its own: what the others do to the compiler's picture of shared code, and to the
// heap, would be counted against it otherwise. Measures one case each time that the parent asks.
import type { ModelOutput } from "@modelfleet/core";
import { type ContenderName, consume, contenders, drain } from "./contenders.ts";
import type { Case } from "./measure.ts";
import { cut, makeStream } from "./streams.ts";

/** What one measurement takes at least, in milliseconds: fast contenders go over the stream many times. */
const runMs = 60;
/** What warming up takes at least. */
const warmMs = 400;

const name = process.argv[2] as ContenderName | "floor";
let current = "";
let pieces: Uint8Array[] = [];
let rounds = 1;

const once = name === "floor" ? () => drain(pieces) : () => consume(contenders[name](pieces));

async function prepare(wanted: Case): Promise<void> {
  const key = JSON.stringify(wanted);
  if (key === current) return;
  current = key;
  pieces = [];
  const bytes = makeStream(wanted.kind, wanted.tokens);
  pieces = cut(bytes, wanted.minPiece, wanted.maxPiece);
  const start = performance.now();
  let passes = 0;
  while (performance.now() - start < warmMs) {
    await once();
    passes++;
  }
  rounds = Math.ceil((runMs * passes) / (performance.now() - start));
}

/** Milliseconds of this thread's CPU for one pass over the stream: unlike time, not what other processes take. */
async function measure(wanted: Case): Promise<number> {
  await prepare(wanted);
  const start = process.threadCpuUsage();
  for (let i = 0; i < rounds; i++) await once();
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1e3 / rounds;
}

/** A digest of all outputs, field by field. */
async function digest(wanted: Case): Promise<string> {
  await prepare(wanted);
  if (name === "floor") return "";
  const { createHash } = await import("node:crypto");
  const hash = createHash("sha256");
  for await (const output of contenders[name](pieces)) hash.update(describe(output));
  return hash.digest("hex");
}

function describe(o: ModelOutput): string {
  const fields = [o.text, o.delta, o.thinking, o.thinkingDelta, o.reset, o.errorCode, o.finishReason];
  return JSON.stringify([...fields, o.usage, o.metrics, o.modelContext, o.media]);
}

process.on("message", async ({ task, wanted }: { task: "measure" | "digest"; wanted: Case }) => {
  process.send?.(await (task === "measure" ? measure(wanted) : digest(wanted)));
});
