import { describeError } from "../failure.ts";
import { stripToLine } from "../terminal/control-stripper.ts";
import { sayAside, sayError } from "../terminal/talk.ts";
import { chatModelNames, checkChatModel } from "./chat-models.ts";
import type { ChatSession } from "./chat-session.ts";

/** `/model [name]`. The conversation goes on with whoever answers. */
export async function switchModel(
  { conversation, address, signal }: ChatSession,
  argument: string,
): Promise<undefined> {
  try {
    if (argument === "") {
      const names = await chatModelNames(conversation.fleet, signal);
      const marked = names.map((name) => `${name === conversation.model ? "*" : " "} ${stripToLine(name)}`);
      return void sayAside(marked.join("\n") || "No chat model is registered.");
    }
    await checkChatModel(conversation.fleet, argument, address, signal);
    conversation.model = argument;
    sayAside(`Now with ${stripToLine(argument)}.`);
  } catch (error) {
    signal.throwIfAborted();
    sayError(describeError(error));
  }
}
