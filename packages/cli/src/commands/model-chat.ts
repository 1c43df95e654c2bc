import { createFleet } from "@modelfleet/client/node";
import { chooseChatModel } from "../chat/chat-models.ts";
import { Conversation } from "../chat/conversation.ts";
import { readImages } from "../chat/read-images.ts";
import { type SamplingOptions, samplingOf } from "../chat/sampling-options.ts";
import { chooseController } from "../controller/choose-controller.ts";
import { fleetConnectOptions } from "../controller/connect-options.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { sayAside } from "../terminal/talk.ts";

export interface ModelChatOptions extends GlobalOptions, SamplingOptions {
  modelName?: string;
  system?: string;
  showThinking?: boolean;
  raw?: boolean;
  image?: string[];
  json?: boolean;
}

export async function modelChat(options: ModelChatOptions): Promise<ExitCode> {
  const { modelName, system, showThinking, raw, json } = options;
  const sampling = samplingOf(options);
  const images = await readImages(options.image);
  const signal = interruptSignal();
  const { address, token } = await chooseController(options, signal);
  const fleet = createFleet({ ...fleetConnectOptions(), controller: address, token });
  try {
    const model = await chooseChatModel(fleet, modelName, address, signal);
    const conversation = new Conversation(fleet, { model, system, sampling, images });
    if (!process.stdin.isTTY || json) {
      const { chatThroughPipe } = await import("../chat/chat-through-pipe.ts");
      return await chatThroughPipe(conversation, { json, raw, showThinking }, signal);
    }
    sayAside(`${stripToLine(model)} at ${address}\nCtrl-C stops an answer, /exit leaves, /help tells more.\n`);
    const { chatOnTerminal } = await import("../chat/chat-on-terminal.ts");
    await chatOnTerminal(conversation, { address, showThinking, raw, signal });
    return exitCodes.ok;
  } finally {
    await fleet.close();
  }
}
