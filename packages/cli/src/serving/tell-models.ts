import { stripToLine } from "../terminal/control-stripper.ts";
import type { RunningModel } from "./local-worker.ts";

/** On standard output, for programs too. */
export function tellModels(models: readonly RunningModel[]): void {
  for (const { name, workerType } of models) process.stdout.write(`Model: ${stripToLine(name)} (${workerType})\n`);
}
