import { wholeNumbers } from "../whole-numbers.ts";
import { runOverload } from "./overload-run.ts";
import { memoryReport, overloadReport, slowReadersReport } from "./report.ts";
import { brokenBySlowReaders } from "./slow-reader-promises.ts";
import { slowReaders } from "./slow-readers.ts";

const { slots, waiting, times, seconds, readers, seed } = wholeNumbers({
  slots: 4,
  waiting: 8,
  times: 10,
  seconds: 10,
  readers: 5,
  seed: 1,
});
const workers = 3;
const write = (text: string): void => void process.stdout.write(`${text}\n\n`);
write(
  `${workers} workers of ${slots} slots, and ${waiting} that wait for each: ` +
    `${times * workers * (slots + waiting)} callers for ${workers * (slots + waiting)} places, ${seconds} s in each way.`,
);
const room = { concurrency: slots, maxWaiting: waiting };
const options = {
  seed,
  workers,
  room,
  times,
  tokens: 25,
  tokenMs: 20,
  rehearseMs: 2_000,
  forMs: seconds * 1_000,
  alone: 20,
};
const { results, memory, broken, late } = await runOverload(options);
write(overloadReport(results));
write(memoryReport(memory));
const slow = await slowReaders({ each: readers, tokens: 2_000, watchMs: 10_000 });
write(slowReadersReport(slow));

/** As the chaos suite has it. */
const heapLimit = 1.1;
const grown = memory.filter(({ before, after }) => after > before * heapLimit);
const all = [
  ...broken,
  ...late,
  ...grown.map(({ name }) => `${name}: the heap is more than 10 % above the one before`),
  ...brokenBySlowReaders(slow),
];
const verdict = all.length === 0 ? "Every promise held." : `${all.length} broken:\n${all.join("\n")}`;
process.stdout.write(`${verdict}\n`, () => process.exit(all.length === 0 ? 0 : 1));
