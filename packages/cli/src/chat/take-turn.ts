import { describeError, isAbort } from "../failure.ts";
import { sayAside, sayError } from "../terminal/talk.ts";
import { sayNotes } from "./answer-notes.ts";
import type { ChatSession } from "./chat-session.ts";
import { saysTooLong } from "./context-size.ts";
import { createAnswerView } from "./create-answer-view.ts";
import { fitAfterRefusal, fitContext } from "./fit-context.ts";
import { runSlashCommand } from "./slash-commands.ts";

/**
 * Does what a message says: a command of the chat, or a question to the model. What fails is told, and the chat goes on.
 *
 * @param options `verbatim`: it is a question, whatever it looks like
 */
export async function takeTurn(
  session: ChatSession,
  message: string,
  { verbatim }: { verbatim: boolean },
): Promise<"exit" | undefined> {
  try {
    const done = verbatim ? undefined : await runSlashCommand(session, message);
    if (done !== undefined) return done === "exit" ? done : undefined;
    if (await fitContext(session, message)) await answer(session, message);
  } catch (error) {
    if (isAbort(error)) sayAside("[stopped]");
    else sayError(describeError(error));
  }
  return undefined;
}

async function answer(session: ChatSession, question: string): Promise<void> {
  try {
    await ask(session, question);
  } catch (error) {
    if (!saysTooLong(error) || session.conversation.exchanges.length === 0) throw error;
    sayError(describeError(error));
    if (await fitAfterRefusal(session)) await ask(session, question);
  }
}

async function ask(session: ChatSession, question: string): Promise<void> {
  const { conversation, showThinking, raw, signal } = session;
  const view = await createAnswerView({
    model: conversation.model,
    raw,
    showThinking,
    thinkingHint: "/thinking shows it",
  });
  const answer = await conversation.ask(question, view, signal);
  session.answers.push(answer);
  sayNotes(answer);
  if (answer.timing.firstTokenMs !== undefined) sayAside(await session.describe(answer));
}
