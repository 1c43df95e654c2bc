import { ChatSession } from "../chat/chat-session.ts";
import {
  type AnswerMessage,
  type ChatParameters,
  type Conversation,
  type ImageAttachment,
  newConversation,
} from "../chat/conversation.ts";
import type { Connection } from "../fleet-connection/connection.ts";
import { createStore, type Store } from "../state/store.ts";

export type Settings = Pick<Conversation, "system" | "parameters">;

/** What a column has for itself. */
export interface OwnSettings extends Settings {
  /** `host:port` of the only worker to ask; any by default. */
  instance: string | undefined;
}

/** A model, and the conversation with it. */
export interface CompareColumn {
  id: string;
  session: ChatSession;
  own: OwnSettings;
}

export const mostColumns = 4;

const nothingOwn: OwnSettings = { system: "", parameters: {}, instance: undefined };
// Comparisons last as long as the page.
const newSession = (model: string | undefined) => new ChatSession(newConversation({ model }), async () => undefined);

/** The same questions to several models, each in a conversation of its own. It goes on while other pages are looked at. */
export class Comparison {
  readonly columns: Store<readonly CompareColumn[]> = createStore<readonly CompareColumn[]>([]);
  readonly shared: Store<Settings> = createStore<Settings>({ system: "", parameters: {} });
  /** The columns that are answering. */
  readonly answering: Store<ReadonlySet<string>> = createStore<ReadonlySet<string>>(new Set<string>());

  add(model: string | undefined): void {
    if (this.columns.get().length >= mostColumns) return;
    const column = { id: crypto.randomUUID(), session: newSession(model), own: nothingOwn };
    this.columns.set((columns) => [...columns, column]);
  }

  remove(id: string): void {
    this.columns
      .get()
      .find((column) => column.id === id)
      ?.session.stop();
    this.columns.set((columns) => columns.filter((column) => column.id !== id));
  }

  configure(id: string, own: Partial<OwnSettings>): void {
    this.columns.set((columns) =>
      columns.map((column) => (column.id === id ? { ...column, own: { ...column.own, ...own } } : column)),
    );
  }

  /** Asks every column. Failures are ends like others: nothing is thrown. */
  async send(connection: Connection, text: string, images: readonly ImageAttachment[] = []): Promise<void> {
    // The same in every column, so that it can be changed in all of them.
    const id = crypto.randomUUID();
    await this.#all(connection, (column, to) => column.session.send(to, text, images, id));
  }

  /** Asks something else in a question's place, in every column that was asked it. */
  async resend(connection: Connection, questionId: string, text: string): Promise<void> {
    await this.#all(connection, ({ session }, to) => session.resend(to, questionId, text));
  }

  /** Asks for the last answers once more. */
  async askAgain(connection: Connection): Promise<void> {
    await this.#all(connection, async (column, to) => {
      const last = lastAnswer(column);
      if (last) await column.session.regenerate(to, last.id);
    });
  }

  /** Asks one column for an answer once more. */
  async regenerate(connection: Connection, columnId: string, answerId: string): Promise<void> {
    const column = this.columns.get().find(({ id }) => id === columnId);
    if (column) await this.#ask(column, connection, (to) => column.session.regenerate(to, answerId));
  }

  stop(): void {
    for (const { session } of this.columns.get()) session.stop();
  }

  /** Forgets what was said; models and settings stay. */
  startOver(): void {
    this.stop();
    this.columns.set((columns) =>
      columns.map((column) => ({ ...column, session: newSession(column.session.conversation.get().model) })),
    );
  }

  async #all(connection: Connection, ask: (column: CompareColumn, to: Connection) => Promise<void>): Promise<void> {
    await Promise.all(this.columns.get().map((column) => this.#ask(column, connection, (to) => ask(column, to))));
  }

  async #ask(column: CompareColumn, connection: Connection, ask: (to: Connection) => Promise<void>): Promise<void> {
    const { id, session, own } = column;
    if (this.answering.get().has(id)) return;
    session.configure(effectiveSettings(this.shared.get(), own));
    this.answering.set((answering) => new Set(answering).add(id));
    try {
      await ask(own.instance === undefined ? connection : { ...connection, fleet: connection.fleetOn(own.instance) });
    } finally {
      this.answering.set((answering) => new Set([...answering].filter((other) => other !== id)));
    }
  }
}

/** What a column asks with: its own settings, and for the rest those of all columns. */
export function effectiveSettings(shared: Settings, own: Settings): Settings {
  const set = Object.entries(own.parameters).filter(([, value]) => value !== undefined);
  return {
    system: own.system.trim() ? own.system : shared.system,
    parameters: { ...shared.parameters, ...(Object.fromEntries(set) as ChatParameters) },
  };
}

/** How many settings a column has for itself. */
export const countOwn = ({ system, parameters, instance }: OwnSettings): number =>
  [system.trim() || undefined, instance, ...Object.values(parameters)].filter((value) => value !== undefined).length;

export function lastAnswer({ session }: CompareColumn): AnswerMessage | undefined {
  const last = session.conversation.get().messages.at(-1);
  return last?.role === "assistant" ? last : undefined;
}

/** The one of this page. */
export const comparison: Comparison = new Comparison();
