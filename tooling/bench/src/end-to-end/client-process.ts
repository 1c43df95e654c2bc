// One way to read answers, in a process of its own: CPU time counts per process, compiler and garbage collector
// included. Measures each time that the parent asks, and ends with it.
import { measurePaced } from "./measure-paced.ts";
import { promptOf } from "./prompt.ts";
import { createReader, type ReaderName } from "./readers.ts";
import type { Reading, Task } from "./tasks.ts";

const [name, origin] = process.argv.slice(2) as [ReaderName, string];
const read = createReader(name, origin);

/** Whole answers, one after the other, as fast as they come. */
async function readAll({ kind, streams }: Extract<Task, { what: "read" }>): Promise<Reading> {
  const prompt = promptOf({ kind, pace: false, start: 0 });
  let pieces = 0;
  const onPiece = (): boolean => {
    pieces++;
    return true;
  };
  const before = process.cpuUsage();
  for (let i = 0; i < streams; i++) await read(prompt, onPiece);
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1e3 / streams, pieces: pieces / streams };
}

process.on("message", async (task: Task) => {
  process.send?.(await (task.what === "read" ? readAll(task) : measurePaced(read, task)));
});
process.once("disconnect", () => process.exit());
