import type { Answer } from "./answer.ts";
import { describeTiming } from "./answer-timing.ts";
import { ContextSizes } from "./context-size.ts";
import type { Conversation } from "./conversation.ts";
import type { LineEditor } from "./line-editor.ts";

export interface ChatSessionOptions {
  conversation: Conversation;
  /** The cluster's controller, for what is said of it. */
  address: string;
  editor: LineEditor;
  showThinking: boolean;
  /** Whether answers are shown as they were written. */
  raw: boolean;
}

/** One chat on a terminal: what its commands can see and change. */
export class ChatSession {
  readonly conversation: Conversation;
  readonly address: string;
  readonly editor: LineEditor;
  readonly raw: boolean;
  readonly contextSizes: ContextSizes;
  /** Every answer of this run, also those that were dropped from the conversation. */
  readonly answers: Answer[] = [];
  showThinking: boolean;
  /** Ends what is under way. */
  signal: AbortSignal = new AbortController().signal;

  constructor({ conversation, address, editor, showThinking, raw }: ChatSessionOptions) {
    this.conversation = conversation;
    this.address = address;
    this.editor = editor;
    this.raw = raw;
    this.showThinking = showThinking;
    this.contextSizes = new ContextSizes(conversation.fleet);
  }

  /** One answer to a question about the chat itself, in lower case; empty when it was given up. */
  async choose(question: string): Promise<string> {
    const line = await this.editor.next(question, { ahead: false });
    return typeof line === "string" ? line.trim().toLowerCase() : "";
  }

  /** How fast an answer was, and how much of the model's context the conversation fills. */
  async describe(answer: Answer): Promise<string> {
    const used = answer.usage?.totalTokens;
    const limit = used ? await this.contextSizes.limitOf(answer.model) : undefined;
    const context = used && limit ? [`context ${Math.round((100 * used) / limit)} %`] : [];
    return [describeTiming(answer), ...context].join(" · ");
  }
}
