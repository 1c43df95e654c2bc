import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { answerTokens } from "./frames.ts";
import { promptOf } from "./prompt.ts";
import type { Read } from "./readers.ts";
import type { PacedReading, PacedTask } from "./tasks.ts";

const tokensPerSecond = 100;
const resolutionMs = 10;
/** In which connections are opened and code is compiled. */
const settleMs = 1_000;

/** Holds so many streams at once, each at 100 tokens a second and somewhere in its answer, evenly spread. */
export async function measurePaced(read: Read, { kind, streams, seconds }: PacedTask): Promise<PacedReading> {
  let open = true;
  let frames = 0;
  const hold = async (first: number): Promise<void> => {
    const onPiece = (): boolean => {
      frames++;
      return open;
    };
    for (let start = first; open; start = 0) await read(promptOf({ kind, pace: true, start }), onPiece);
  };
  const held: Promise<void>[] = [];
  for (let i = 0; i < streams; i++) {
    held.push(hold(Math.floor((i * answerTokens) / streams)));
    // Not all at once: connecting is not what is measured.
    if (i % 20 === 19) await sleep(10);
  }
  await sleep(settleMs);

  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  const cpu = process.cpuUsage();
  const thread = process.threadCpuUsage();
  const framesBefore = frames;
  const started = performance.now();
  await sleep(seconds * 1000);
  const elapsed = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const ofThread = process.threadCpuUsage(thread);
  const came = frames - framesBefore;
  delay.disable();
  open = false;
  await Promise.all(held);

  return {
    lagMs: Math.max(0, delay.percentile(99) / 1e6 - resolutionMs),
    kept: came / (streams * elapsed * tokensPerSecond),
    // By what came, not by what was due: a client that falls behind does less.
    cpuMs: ((user + system) / 1e3 / came) * tokensPerSecond,
    busy: (ofThread.user + ofThread.system) / 1e6 / elapsed,
  };
}
