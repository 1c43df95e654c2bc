import { wholeNumbers } from "../whole-numbers.ts";
import { sampleHead, sampleLine, soakReport } from "./report.ts";
import { soak } from "./soak.ts";

const { minutes, rate, seed } = wholeNumbers({ minutes: 30, rate: 25, seed: 1 });
const write = (line: string): void => void process.stdout.write(`${line}\n`);
write(sampleHead);
const result = await soak({
  seed,
  perSecond: rate,
  samples: minutes,
  warmUp: Math.max(1, Math.round(minutes / 10)),
  sampleMs: 60_000,
  churnMs: 2_000,
  onSample: (sample) => write(sampleLine(sample)),
});
process.stdout.write(`\n${soakReport(result)}`, () => process.exit(result.broken.length === 0 ? 0 : 1));
