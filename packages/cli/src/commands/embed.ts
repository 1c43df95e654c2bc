import { once } from "node:events";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { batches, inputTexts } from "../operate/input-lines.ts";
import { readTarget } from "../operate/model-target.ts";
import { openFleet } from "../operate/open-fleet.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { jsonForTerminals } from "../terminal/json.ts";
import { printTable } from "../terminal/print-table.ts";
import { say } from "../terminal/talk.ts";

export interface EmbedOptions extends GlobalOptions {
  modelName: string;
  texts?: string[];
  file?: string;
  json?: boolean;
}

interface Embedded {
  text: string;
  embedding: number[];
}

const batchSize = 64;

/** Vectors of texts: a line of JSON for each on a pipe, in short on a terminal. */
export async function embed(options: EmbedOptions): Promise<ExitCode> {
  const { modelName: model, json } = options;
  readTarget({ modelName: model, modelType: "text2vec" });
  const signal = interruptSignal();
  await using open = await openFleet(options, signal);
  const { stdout } = process;
  const kept: Embedded[] = [];
  let count = 0;
  for await (const texts of batches(inputTexts(options, "texts", signal), batchSize)) {
    const vectors = await open.fleet.embed({ model, input: texts }, { signal });
    count += vectors.length;
    if (json || stdout.isTTY) {
      kept.push(...vectors.map((embedding, index) => ({ text: texts[index] as string, embedding })));
    } else if (!stdout.write(vectors.map((vector) => `${JSON.stringify(vector)}\n`).join(""))) {
      // No faster than it is read: a file of texts may be of any size.
      await once(stdout, "drain");
    }
  }
  if (json) {
    stdout.write(`${jsonForTerminals(kept.map(({ text, embedding }, index) => ({ index, text, embedding })))}\n`);
  } else if (kept.length > 0) await printTable(columns, kept);
  if (count === 0) say("No texts: nothing to embed.");
  return exitCodes.ok;
}

const columns = [
  { title: "TEXT", cell: ({ text }: Embedded) => stripToLine(text), minWidth: 12 },
  { title: "NUMBERS", cell: ({ embedding }: Embedded) => String(embedding.length), alignRight: true },
  { title: "THE FIRST OF THEM", cell: ({ embedding }: Embedded) => beginning(embedding) },
];

function beginning(vector: readonly number[]): string {
  const shown = vector.slice(0, 3).map((number) => number.toFixed(4));
  return `[${shown.join(", ")}${vector.length > 3 ? ", …" : ""}]`;
}
