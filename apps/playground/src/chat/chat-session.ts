import type { Connection } from "../fleet-connection/connection.ts";
import { createStore, type Store } from "../state/store.ts";
import { type AnswerMessage, type Conversation, type ImageAttachment, type Message, titleOf } from "./conversation.ts";
import { LiveAnswerWriter } from "./live-answer.ts";
import { toChatRequest } from "./to-chat-request.ts";

/** How often an answer that is coming is kept, so that a reload loses little of it. In milliseconds. */
const keepEveryMs = 2_000;

/** The answer of a conversation that is coming now. */
export interface Generation {
  messageId: string;
  writer: LiveAnswerWriter;
}

/** A conversation that can be talked in. It goes on while other conversations or pages are looked at. */
export class ChatSession {
  readonly conversation: Store<Conversation>;
  readonly generation: Store<Generation | undefined> = createStore<Generation | undefined>(undefined);
  readonly #keep: (conversation: Conversation) => Promise<void>;
  #stop: AbortController | undefined;

  /** @param keep writes the conversation down; its failures are its own */
  constructor(conversation: Conversation, keep: (conversation: Conversation) => Promise<void>) {
    const messages = conversation.messages.map((message) =>
      // A reload cut it off.
      message.role === "assistant" && message.state === "coming" ? { ...message, state: "stopped" as const } : message,
    );
    this.conversation = createStore<Conversation>({ ...conversation, messages });
    this.#keep = keep;
  }

  /** Changes what the next requests are made of. */
  configure(change: Partial<Pick<Conversation, "model" | "system" | "parameters">>): void {
    this.conversation.set((conversation) => ({ ...conversation, ...change }));
    if (this.conversation.get().messages.length > 0) this.#save();
  }

  /** @param id of the question; a new one by default */
  async send(
    connection: Connection,
    text: string,
    images: readonly ImageAttachment[] = [],
    id: string = crypto.randomUUID(),
  ): Promise<void> {
    if (this.generation.get()) return;
    const question: Message = { id, role: "user", text, images, at: Date.now() };
    await this.#answer(connection, [...this.conversation.get().messages, question]);
  }

  /** Asks for the answer once more; it and what followed go. */
  async regenerate(connection: Connection, answerId: string): Promise<void> {
    const { messages } = this.conversation.get();
    const place = messages.findIndex(({ id }) => id === answerId);
    if (place < 0 || this.generation.get()) return;
    await this.#answer(connection, messages.slice(0, place));
  }

  /** Asks something else in a question's place; what followed goes. */
  async resend(connection: Connection, questionId: string, text: string): Promise<void> {
    const { messages } = this.conversation.get();
    const place = messages.findIndex(({ id }) => id === questionId);
    const question = messages[place];
    if (question?.role !== "user" || this.generation.get()) return;
    await this.#answer(connection, [...messages.slice(0, place), { ...question, text, at: Date.now() }]);
  }

  /** Ends the answer that is coming. What there is of it stays. */
  stop(): void {
    this.#stop?.abort();
  }

  async #answer(connection: Connection, before: readonly Message[]): Promise<void> {
    const { model, system, parameters } = this.conversation.get();
    if (model === undefined) return;
    const writer = new LiveAnswerWriter();
    const answer: AnswerMessage = {
      id: crypto.randomUUID(),
      role: "assistant",
      model,
      state: "coming",
      text: "",
      at: Date.now(),
    };
    this.#stop = new AbortController();
    this.generation.set({ messageId: answer.id, writer });
    this.#change({ messages: [...before, answer], title: titleOf(before) });
    const timer = setInterval(() => {
      const { text, thinking } = writer.answer;
      const messages = [...before, { ...answer, text, thinking: thinking || undefined }];
      void this.#keep({ ...this.conversation.get(), messages });
    }, keepEveryMs);
    try {
      const request = toChatRequest({ system, parameters }, model, before);
      // With it comes the client, which is not needed before there is a question.
      const { streamAnswer } = await import("./stream-answer.ts");
      const end = await streamAnswer(connection, request, writer, this.#stop.signal);
      this.#change({ messages: [...before, { ...answer, ...end }] });
    } finally {
      clearInterval(timer);
      this.generation.set(undefined);
    }
  }

  #change(change: Partial<Conversation>): void {
    this.conversation.set((conversation) => ({ ...conversation, ...change, updatedAt: Date.now() }));
    this.#save();
  }

  #save(): void {
    void this.#keep(this.conversation.get());
  }
}
