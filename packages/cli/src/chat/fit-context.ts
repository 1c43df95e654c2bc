import { stripToLine } from "../terminal/control-stripper.ts";
import { say, sayAside } from "../terminal/talk.ts";
import { count } from "./answer-timing.ts";
import type { ChatSession } from "./chat-session.ts";

/**
 * Looks whether the conversation with this question is more than the model takes; then says so, and asks what to drop.
 *
 * @returns whether to ask the question
 */
export async function fitContext(session: ChatSession, question: string): Promise<boolean> {
  const { contextSizes, conversation, signal } = session;
  const excess = await contextSizes.excess(conversation, question, { signal });
  if (!excess) return true;
  const about = excess.counted ? "" : "about ";
  say(
    `With this question the conversation is ${about}${count(excess.tokens, "token")}, ` +
      `and ${stripToLine(conversation.model)} takes ${excess.limit.toLocaleString("en")}` +
      `${conversation.sampling.maxNewTokens ? " with its answer" : ""}.`,
  );
  return offerToDrop(session, await exchangesToDrop(session, question));
}

/** The same where the worker refused: it does not say by how much it is too long. */
export async function fitAfterRefusal(session: ChatSession): Promise<boolean> {
  const { conversation } = session;
  const { length } = conversation.exchanges;
  if (length === 0) return false;
  say(`The conversation seems to be more than ${stripToLine(conversation.model)} takes.`);
  return offerToDrop(session, Math.ceil(length / 2));
}

async function offerToDrop(session: ChatSession, oldest: number): Promise<boolean> {
  const { conversation } = session;
  const { length } = conversation.exchanges;
  const some = oldest < length;
  say(
    [
      ...(some
        ? [
            `  o  drop the oldest ${oldest === 1 ? "question with its answer" : `${oldest} of ${length} questions with their answers`}, and ask`,
          ]
        : []),
      ...(length > 0 ? ["  a  drop all that was said before, and ask"] : []),
      "  s  send it as it is",
      "  c  do not send it",
    ].join("\n"),
  );
  const choice = await session.choose("What to do? ");
  if (choice === "s") return true;
  if ((choice === "o" && some) || (choice === "a" && length > 0)) {
    const dropped = choice === "o" ? oldest : length;
    conversation.drop(dropped);
    sayAside(`Dropped ${count(dropped, "question")} with ${dropped === 1 ? "its answer" : "their answers"}.`);
    return true;
  }
  sayAside("Not sent.");
  return false;
}

/** How many of the oldest must go, at least; all where not even that is enough. */
async function exchangesToDrop({ contextSizes, conversation, signal }: ChatSession, question: string): Promise<number> {
  let [low, high] = [1, conversation.exchanges.length];
  while (low < high) {
    const dropped = Math.floor((low + high) / 2);
    if (await contextSizes.excess(conversation, question, { dropped, signal })) low = dropped + 1;
    else high = dropped;
  }
  return high;
}
