import type { RerankResult } from "@modelfleet/client";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { inputTexts } from "../operate/input-lines.ts";
import { readTarget } from "../operate/model-target.ts";
import { openFleet } from "../operate/open-fleet.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { jsonForTerminals } from "../terminal/json.ts";
import { printTable } from "../terminal/print-table.ts";
import { say } from "../terminal/talk.ts";

export interface RerankOptions extends GlobalOptions {
  modelName: string;
  query: string;
  documents?: string[];
  file?: string;
  json?: boolean;
}

interface Ranked extends RerankResult {
  document: string;
}

/** Documents by their relevance to a query, the best first. */
export async function rerank(options: RerankOptions): Promise<ExitCode> {
  const { modelName: model, query, documents: texts, file, json } = options;
  readTarget({ modelName: model, modelType: "reranker" });
  if (query.trim() === "") throw new CommandError("The query is empty.", exitCodes.usage);
  const signal = interruptSignal();
  await using open = await openFleet(options, signal);
  const documents: string[] = [];
  for await (const document of inputTexts({ texts, file }, "documents", signal)) documents.push(document);
  const results = await open.fleet.rerank({ model, query, documents }, { signal });
  const rows = results.map((result): Ranked => ({ ...result, document: documents[result.index] as string }));
  if (json) process.stdout.write(`${jsonForTerminals(rows)}\n`);
  else if (rows.length > 0) await printTable(columns, rows);
  else say("No documents: nothing to rank.");
  return exitCodes.ok;
}

const columns = [
  { title: "SCORE", cell: ({ score }: Ranked) => score.toFixed(4), alignRight: true },
  { title: "INDEX", cell: ({ index }: Ranked) => String(index), alignRight: true },
  { title: "DOCUMENT", cell: ({ document }: Ranked) => stripToLine(document), minWidth: 20 },
];
