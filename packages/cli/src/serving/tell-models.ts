import { stripToLine } from "../terminal/control-stripper.ts";
import type { ServedModel } from "./served-model.ts";

/** On standard output, for programs too. */
export function tellModels(models: readonly ServedModel[]): void {
  for (const { name, workerType } of models) process.stdout.write(`Model: ${stripToLine(name)} (${workerType})\n`);
}
