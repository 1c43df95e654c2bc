import type { StreamKind } from "../decoding/streams.ts";

/** What the server is asked for. It travels as the prompt, the one thing that every client sends as it is given. */
export interface Prompt {
  kind: StreamKind;
  /** Whether frames come at 100 a second; otherwise as fast as they are read. */
  pace: boolean;
  /** The first frame, so that paced streams can be met in the middle. */
  start: number;
}

export const promptOf = (prompt: Prompt): string => JSON.stringify(prompt);
export const parsePrompt = (text: string): Prompt => JSON.parse(text) as Prompt;
