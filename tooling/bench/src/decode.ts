// What decoding costs, as ratios in one run: `node --conditions=modelfleet-source src/decode.ts [--check]`.
import { type Case, type Entrant, Field, type Times } from "./decoding/measure.ts";
import { streamKinds } from "./decoding/streams.ts";

interface Row {
  what: string;
  value: number;
  unit: "x" | "%";
  target?: number;
  /** Whether the target is the most, not the least. */
  most?: boolean;
}

const rows: Row[] = [];
const all: readonly Entrant[] = ["floor", "literal", "ours"];
const field = new Field();

const overLiteral = (times: Times, entrant: Entrant = "ours"): number => (times.literal ?? 0) / (times[entrant] ?? 0);
const ofFloor = (times: Times): number => (100 * (times.floor ?? 0)) / (times.ours ?? 0);

function plain(tokens: number, minPiece = 1, maxPiece = 64 * 1024): Case {
  return { kind: "plain text", tokens, minPiece, maxPiece };
}

const lengths = [
  { tokens: 200, target: 8 },
  { tokens: 1000, target: 12 },
  { tokens: 4000, target: 20 },
  { tokens: 16000, target: 15 },
];
const floors: Record<number, number> = { 4000: 35, 16000: 65 };

/** Above the floor, in milliseconds for each frame. */
const perFrame: Record<number, number> = {};

for (const { tokens, target } of lengths) {
  const times = await field.measure(plain(tokens), tokens === 4000 ? [...all, "ours, web only"] : all);
  const name = `plain text, ${tokens.toLocaleString("en")} tokens`;
  rows.push({ what: `${name}: against the literal way`, value: overLiteral(times), unit: "x", target });
  const floor = floors[tokens];
  if (floor) rows.push({ what: `${name}: of the floor`, value: ofFloor(times), unit: "%", target: floor });
  if (tokens === 4000) {
    const web = overLiteral(times, "ours, web only");
    rows.push({ what: `${name}: web standards only`, value: web, unit: "x", target: 8 });
  }
  perFrame[tokens] = ((times.ours ?? 0) - (times.floor ?? 0)) / tokens;
}

const growth = (perFrame[16000] ?? 0) / (perFrame[200] ?? 1);
rows.push({
  what: "cost of a frame above the floor, 16,000 against 200 tokens",
  value: growth,
  unit: "x",
  target: 3,
  most: true,
});

const short = await field.measure(plain(1000, 1, 7), all);
rows.push({
  what: "plain text, 1,000 tokens, pieces of 1 to 7 bytes",
  value: overLiteral(short),
  unit: "x",
  target: 40,
});

for (const kind of streamKinds.slice(1)) {
  const times = await field.measure({ ...plain(4000), kind }, all);
  rows.push({ what: `${kind}, 4,000 tokens: against the literal way`, value: overLiteral(times), unit: "x" });
  rows.push({ what: `${kind}, 4,000 tokens: of the floor`, value: ofFloor(times), unit: "%" });
}
field.close();

let missed = 0;
const width = Math.max(...rows.map(({ what }) => what.length));
for (const { what, value, unit, target, most } of rows) {
  const met = target === undefined || (most ? value <= target : value >= target);
  if (!met) missed++;
  const wanted = target === undefined ? "" : `${most ? "<=" : ">="} ${target}${unit}  ${met ? "met" : "MISSED"}`;
  process.stdout.write(`${what.padEnd(width)}  ${value.toFixed(1).padStart(6)}${unit}  ${wanted}\n`);
}
if (missed > 0 && process.argv.includes("--check")) process.exitCode = 1;
