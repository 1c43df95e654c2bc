import { install, readWithPython } from "@modelfleet/interop/launch";
import { answerTokens } from "./end-to-end/frames.ts";
import { Stage } from "./end-to-end/processes.ts";
import { promptOf } from "./end-to-end/prompt.ts";
import type { MeasureOptions, Row } from "./row.ts";
import { median, ratios, spreadOf } from "./statistics.ts";

const version = "0.8.2";
const kind = "plain text";

/** The same answers from the same server, read by DB-GPT's own client. No rows where it cannot be installed. */
export async function python({ quick }: MeasureOptions): Promise<Row[]> {
  try {
    await install(version);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    process.stdout.write(`python: left out, DB-GPT ${version} is not installed and could not be: ${reason}\n`);
    return [];
  }
  const stage = await Stage.open();
  try {
    const ours: number[] = [];
    const theirs: number[] = [];
    const perThousand = 1000 / answerTokens;
    for (let round = -1; round < (quick ? 3 : 5); round++) {
      const { cpuMs } = await stage.read("ours", { kind, streams: 6 });
      if (round < 0) continue;
      ours.push(cpuMs * perThousand);
      theirs.push((await readOnce(stage.port)) * perThousand);
    }
    const all = ratios(ours, theirs);
    return [
      {
        what: "CPU of 1,000 tokens, against DB-GPT's Python client",
        ours: `${median(ours).toFixed(1)} ms`,
        comparedWith: `dbgpt ${version}: ${median(theirs).toFixed(0)} ms`,
        ratio: median(all),
        spread: spreadOf(all),
        digits: 3,
        unit: "x",
        target: { most: 0.1 },
      },
    ];
  } finally {
    stage.close();
  }
}

/** CPU milliseconds of one answer. */
async function readOnce(port: number): Promise<number> {
  const prompt = promptOf({ kind, pace: false, start: 0 });
  const { outputs, errors, cpuSeconds } = await readWithPython(version, [
    ...["--address", `127.0.0.1:${port}`, "--model", "bench", "--prompt", prompt],
  ]);
  if (outputs !== answerTokens || errors > 0) throw new Error(`Python read ${outputs} outputs, ${errors} errors`);
  return cpuSeconds * 1000;
}
