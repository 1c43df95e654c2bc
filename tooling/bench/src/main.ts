// Usage: pnpm bench [PART…] [--quick] [--check]
//
// What the targets are about, measured on this machine and printed beside them. All parts but `versus` unless some are
// named; they are listed below.
// --quick: fewer runs. --check: the exit code is 1 where a target is missed.
import { parseArgs } from "node:util";
import { isMet, type MeasureOptions, type Row } from "./row.ts";
import { formatTable } from "./table.ts";

type Measure = (options: MeasureOptions) => Promise<Row[]>;

/** Loaded when they are run: parts need a build, Python, packages to compare with. */
const parts: Record<string, () => Promise<Measure>> = {
  decode: async () => (await import("./decode.ts")).decode,
  "end-to-end": async () => (await import("./end-to-end.ts")).endToEnd,
  paced: async () => (await import("./paced.ts")).paced,
  python: async () => (await import("./python.ts")).python,
  startup: async () => (await import("./startup.ts")).startup,
  size: async () => (await import("./size.ts")).size,
  api: async () => (await import("./api.ts")).api,
  sse: async () => (await import("./sse.ts")).sse,
  controller: async () => (await import("./controller.ts")).controller,
  llama: async () => (await import("./llama.ts")).llama,
  selection: async () => (await import("./selection.ts")).selection,
};

/** Takes long and installs what it compares with: only when it is named. */
const onDemand: typeof parts = {
  versus: async () => (await import("./versus.ts")).versus,
};
const all = { ...parts, ...onDemand };

const { values, positionals } = parseArgs({
  options: { check: { type: "boolean", default: false }, quick: { type: "boolean", default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(all, name));
if (unknown.length > 0) {
  process.stderr.write(`No part ${unknown.join(", ")}. There are: ${Object.keys(all).join(", ")}.\n`);
  process.exit(2);
}

const rows: Row[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) {
  const started = performance.now();
  const measure = await all[name]?.();
  rows.push(...((await measure?.({ quick: values.quick })) ?? []));
  process.stderr.write(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
}
process.stdout.write(formatTable(rows));
if (values.check && !rows.every(isMet)) process.exitCode = 1;
