import { style } from "../terminal/style.ts";
import { say, sayAside } from "../terminal/talk.ts";
import { ChatSession } from "./chat-session.ts";
import type { Conversation } from "./conversation.ts";
import { HistoryFile, maxMessages } from "./history-file.ts";
import { isExit } from "./is-exit.ts";
import { cancelled, LineEditor } from "./line-editor.ts";
import { readMessage } from "./read-message.ts";
import { completeSlashCommand } from "./slash-commands.ts";
import { takeTurn } from "./take-turn.ts";

export interface TerminalChatOptions {
  /** The cluster's controller, for what is said of it. */
  address: string;
  showThinking?: boolean | undefined;
  raw?: boolean | undefined;
  /** Ends the chat. */
  signal: AbortSignal;
}

/**
 * Questions and answers until `/exit`, Ctrl-D, or Ctrl-C twice.
 *
 * Ctrl-C stops what is under way, else gives up what is being typed, else says how to leave.
 */
export async function chatOnTerminal(conversation: Conversation, options: TerminalChatOptions): Promise<void> {
  const { address, signal, showThinking = false, raw = false } = options;
  const prompts = { first: style("bold", "> ", process.stderr), more: style("dim", "… ", process.stderr) };
  const history = new HistoryFile((reason) => sayAside(`What is typed here is not kept: ${reason}`));
  const typedBefore = await history.read();
  // A Ctrl-C that came until here would be waited for in vain.
  signal.throwIfAborted();
  let turn = new AbortController();
  let warned = false;
  const editor = new LineEditor({
    history: typedBefore,
    historySize: maxMessages,
    complete: (line) => completeSlashCommand(session, line),
    onInterrupt: (line) => {
      const again = warned;
      warned = false;
      if (!editor.waiting) turn.abort(new DOMException("Interrupted.", "AbortError"));
      else if (line !== "" && editor.prompt === prompts.first) editor.clear();
      else if (editor.prompt !== prompts.first) editor.cancel();
      else if (again) editor.close();
      else {
        warned = true;
        editor.interject(style("dim", "Ctrl-C once more, Ctrl-D or /exit leaves.", process.stderr));
      }
    },
  });
  const session = new ChatSession({ conversation, address, editor, showThinking, raw });
  const leave = (): void => editor.close();
  signal.addEventListener("abort", leave, { once: true });
  try {
    for (;;) {
      const message = await readMessage(editor, prompts);
      if (message === cancelled) continue;
      if (message === undefined) say("");
      if (message === undefined || isExit(message.trim())) break;
      warned = false;
      const question = message.trim();
      if (question === "") continue;
      // As shells have it: what begins with a space is not kept.
      const isPrivate = message.startsWith(" ");
      if (!isPrivate) {
        editor.remember(question);
        await history.add(question);
      }
      turn = new AbortController();
      session.signal = AbortSignal.any([signal, turn.signal]);
      if ((await takeTurn(session, question, { verbatim: isPrivate })) === "exit") break;
      say("");
    }
  } finally {
    signal.removeEventListener("abort", leave);
    editor.close();
  }
  signal.throwIfAborted();
}
