import { createFleet } from "@modelfleet/client/node";
import { chatThroughPipe } from "../chat/chat-through-pipe.ts";
import { checkChatModel } from "../chat/check-chat-model.ts";
import { Conversation } from "../chat/conversation.ts";
import { chooseController } from "../controller/choose-controller.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { GlobalOptions } from "../global-options.ts";
import { interruptSignal } from "../interrupt.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { sayAside } from "../terminal/talk.ts";

export interface ModelChatOptions extends GlobalOptions {
  modelName: string;
  system?: string;
}

export async function modelChat(options: ModelChatOptions): Promise<ExitCode> {
  const { modelName, system } = options;
  const signal = interruptSignal();
  const { address, token } = await chooseController(options, signal);
  const fleet = createFleet({ controller: address, token });
  try {
    await checkChatModel(fleet, modelName, address, signal);
    const conversation = new Conversation(fleet, modelName, system);
    if (!process.stdin.isTTY) return await chatThroughPipe(conversation, signal);

    sayAside(`${stripToLine(modelName)} at ${address}\nCtrl-C stops an answer, /exit leaves.\n`);
    const { chatOnTerminal } = await import("../chat/chat-on-terminal.ts");
    await chatOnTerminal(conversation, signal);
    return exitCodes.ok;
  } finally {
    await fleet.close();
  }
}
