import { createFleet } from "@modelfleet/client/node";
import { chooseChatModel } from "../chat/chat-models.ts";
import { Conversation } from "../chat/conversation.ts";
import { printAnswer } from "../chat/print-answer.ts";
import { readImages } from "../chat/read-images.ts";
import { readQuestion } from "../chat/read-stdin.ts";
import { type SamplingOptions, samplingOf } from "../chat/sampling-options.ts";
import { chooseController } from "../controller/choose-controller.ts";
import { fleetConnectOptions } from "../controller/connect-options.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";

export interface AskOptions extends GlobalOptions, SamplingOptions {
  question: string[];
  modelName?: string;
  system?: string;
  showThinking?: boolean;
  raw?: boolean;
  image?: string[];
  json?: boolean;
}

/** One question and its answer. */
export async function ask(options: AskOptions): Promise<ExitCode> {
  const sampling = samplingOf(options);
  const images = await readImages(options.image);
  const signal = interruptSignal();
  const question = await readQuestion(options.question, signal);
  const { address, token } = await chooseController(options, signal);
  const fleet = createFleet({ ...fleetConnectOptions(), controller: address, token });
  try {
    const model = await chooseChatModel(fleet, options.modelName, address, signal);
    const conversation = new Conversation(fleet, { model, system: options.system, sampling, images });
    return await printAnswer(conversation, question, options, signal);
  } finally {
    await fleet.close();
  }
}
