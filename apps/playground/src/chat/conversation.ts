/** A picture that was pasted or chosen. */
export interface ImageAttachment {
  name: string;
  /** `data:image/…;base64,…` */
  dataUrl: string;
}

export interface UserMessage {
  id: string;
  role: "user";
  text: string;
  images: readonly ImageAttachment[];
  /** Milliseconds since the epoch. */
  at: number;
}

export interface AnswerMessage {
  id: string;
  role: "assistant";
  model: string;
  /** `coming` only while it comes; one that was cut off by a reload is `stopped`. */
  state: "coming" | "complete" | "stopped" | "failed";
  text: string;
  thinking?: string | undefined;
  /** Pictures that the model answered with, as data URLs. */
  images?: readonly string[] | undefined;
  at: number;
  /** `host:port` of the worker that served it. */
  instance?: string | undefined;
  /** Milliseconds from sending to the first text or thinking, as seen here. */
  firstTokenMs?: number | undefined;
  /** Milliseconds from sending to the end. */
  durationMs?: number | undefined;
  promptTokens?: number | undefined;
  completionTokens?: number | undefined;
  /** How many outputs brought something: about as many as tokens, where the worker did not count them. */
  pieces?: number | undefined;
  finishReason?: string | undefined;
  /** What went wrong, where `state` is `failed`. */
  failure?: AnswerFailure | undefined;
}

export interface AnswerFailure {
  /** A `ModelfleetErrorCode`, or `unknown`. */
  code: string;
  message: string;
}

export type Message = UserMessage | AnswerMessage;

/** What is not set is left to the worker. */
export interface ChatParameters {
  temperature?: number | undefined;
  topP?: number | undefined;
  maxNewTokens?: number | undefined;
  stop?: readonly string[] | undefined;
}

export interface Conversation {
  id: string;
  title: string;
  createdAt: number;
  updatedAt: number;
  model: string | undefined;
  system: string;
  parameters: ChatParameters;
  messages: readonly Message[];
}

/** A conversation as lists show it. */
export type ConversationSummary = Pick<Conversation, "id" | "title" | "updatedAt">;

export function newConversation(
  from: Partial<Pick<Conversation, "model" | "system" | "parameters">> = {},
): Conversation {
  const now = Date.now();
  return {
    id: crypto.randomUUID(),
    title: "",
    createdAt: now,
    updatedAt: now,
    model: from.model,
    system: from.system ?? "",
    parameters: from.parameters ?? {},
    messages: [],
  };
}

const titleLength = 60;

/** The beginning of the first question. */
export function titleOf(messages: readonly Message[]): string {
  const first = messages.find((message) => message.role === "user");
  const text = (first?.text ?? "").replaceAll(/\s+/g, " ").trim();
  const characters = [...text];
  return characters.length <= titleLength ? text : `${characters.slice(0, titleLength).join("").trimEnd()}…`;
}

/** In seconds. What comes in one piece, or nearly so, has no speed that could be measured. */
const shortestMeasured = 0.05;

/** Tokens per second after the first one, where the worker counted them. */
export function tokensPerSecond({ completionTokens, durationMs, firstTokenMs }: AnswerMessage): number | undefined {
  if (!completionTokens || completionTokens < 2 || durationMs === undefined || firstTokenMs === undefined)
    return undefined;
  const seconds = (durationMs - firstTokenMs) / 1_000;
  return seconds >= shortestMeasured ? (completionTokens - 1) / seconds : undefined;
}
