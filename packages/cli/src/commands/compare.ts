import { createFleet } from "@modelfleet/client/node";
import { checkChatModel } from "../chat/chat-models.ts";
import { type Comparison, compareAsJson, compareInColumns, compareInSections } from "../chat/compare-answers.ts";
import { Conversation } from "../chat/conversation.ts";
import { readQuestion } from "../chat/read-stdin.ts";
import { type SamplingOptions, samplingOf } from "../chat/sampling-options.ts";
import { chooseController } from "../controller/choose-controller.ts";
import { fleetConnectOptions } from "../controller/connect-options.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { CommandError } from "../failure.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { canDraw } from "../terminal/can-draw.ts";

export interface CompareOptions extends GlobalOptions, SamplingOptions {
  question: string[];
  modelName: string[];
  system?: string;
  raw?: boolean;
  json?: boolean;
}

/** One question to several models at once. */
export async function compare(options: CompareOptions): Promise<ExitCode> {
  const { system, raw = false, json = false } = options;
  const sampling = samplingOf(options);
  const models = [...new Set(options.modelName)];
  if (models.length < 2) {
    throw new CommandError("Name two models or more: -m ONE -m OTHER.", exitCodes.usage);
  }
  const signal = interruptSignal();
  const question = await readQuestion(options.question, signal);
  const { address, token } = await chooseController(options, signal);
  const fleet = createFleet({ ...fleetConnectOptions(), controller: address, token });
  try {
    await Promise.all(models.map((model) => checkChatModel(fleet, model, address, signal)));
    const show = await comparisonFor(models.length, { raw, json });
    const exitCode = await show(models, (model, view) =>
      new Conversation(fleet, { model, system, sampling }).ask(question, view, signal),
    );
    signal.throwIfAborted();
    return exitCode;
  } finally {
    await fleet.close();
  }
}

async function comparisonFor(models: number, { raw, json }: { raw: boolean; json: boolean }): Promise<Comparison> {
  if (json) return compareAsJson;
  const { stdout } = process;
  if (!canDraw(stdout)) return compareInSections(raw);
  const { fitsColumns } = await import("../chat/compare-columns.ts");
  return fitsColumns(models, stdout) ? compareInColumns(raw) : compareInSections(raw);
}
