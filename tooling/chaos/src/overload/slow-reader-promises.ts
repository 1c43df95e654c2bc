import { type SlowReadersResult, tokenBytes } from "./slow-readers.ts";

/** What a process may keep of each reader beside the text of the answer so far, in bytes. */
const keptForEach = 512 * 1_024;
/** How much more a process may hold after a while of nothing, in bytes: connections to `/metrics`, code. */
const spare = 2e6;

/** What must hold of slow readers and did not, in words. */
export function brokenBySlowReaders(result: SlowReadersResult): string[] {
  const { readers, asked, made, madeMeanwhile, processes, whole, continued, freedAfter, left, failures } = result;
  const broken = failures.map((failure) => `slow readers: ${failure}`);
  const claim = (holds: boolean, otherwise: string): void => {
    if (!holds) broken.push(`slow readers: ${otherwise}`);
  };
  claim(made < asked, "answers were made to their end though nobody read them");
  // Those who read a kilobyte a second make room now and then.
  claim(madeMeanwhile <= readers, `${madeMeanwhile} tokens were made while ${readers} readers hardly read`);
  for (const { name, before, stalled, after } of processes) {
    const kept = stalled.heapUsed + stalled.buffers - before.heapUsed - before.buffers;
    const may = 1.2 * made * tokenBytes + readers * keptForEach;
    claim(kept <= may, `${name} keeps ${kept} bytes of answers of ${made * tokenBytes}`);
    const grown = after.heapUsed + after.buffers - stalled.heapUsed - stalled.buffers;
    claim(grown <= spare, `${name} grew by ${grown} bytes while nothing was read`);
  }
  claim(whole === continued, `${continued - whole} of ${continued} answers were not whole when they were read on`);
  claim(Number.isFinite(freedAfter), "slots of readers who vanished were not freed");
  claim(left === 0, `${left} still run when all is over`);
  return broken;
}
