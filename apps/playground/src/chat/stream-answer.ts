import { ModelfleetError } from "@modelfleet/client";
import type { Connection } from "../fleet-connection/connection.ts";
import { callHeaders } from "../fleet-connection/recording-fetch.ts";
import type { AnswerMessage } from "./conversation.ts";
import type { LiveAnswerWriter } from "./live-answer.ts";
import type { PlaygroundRequest } from "./to-chat-request.ts";

/** What an answer became: everything of an `AnswerMessage` that is known at its end only. */
export type AnswerEnd = Omit<AnswerMessage, "id" | "role" | "model" | "at">;

/**
 * Streams an answer into `writer`. Failures and stops are ends like others: nothing is thrown.
 *
 * @param signal ends the generation; what came before stays
 */
export async function streamAnswer(
  connection: Connection,
  request: PlaygroundRequest,
  writer: LiveAnswerWriter,
  signal: AbortSignal,
): Promise<AnswerEnd> {
  const call = crypto.randomUUID();
  let state: AnswerEnd["state"] = "complete";
  let failure: AnswerEnd["failure"];
  try {
    const stream = connection.fleet.chat.stream(request, { signal, headers: callHeaders(call) });
    for await (const output of stream) writer.add(output);
  } catch (error) {
    state = signal.aborted ? "stopped" : "failed";
    if (!signal.aborted) failure = describeFailure(error);
  } finally {
    writer.end();
  }
  const { text, thinking, firstTokenMs, pieces } = writer.answer;
  const { last } = writer;
  return {
    state,
    text,
    thinking: thinking || undefined,
    images: writer.images.length > 0 ? writer.images : undefined,
    instance: connection.log.instanceOf(call),
    firstTokenMs,
    durationMs: writer.elapsedMs,
    promptTokens: last?.usage?.promptTokens || undefined,
    completionTokens: last?.usage?.completionTokens || undefined,
    pieces: pieces || undefined,
    finishReason: last?.finishReason,
    failure,
  };
}

/** What DB-GPT's workers begin every such message with; it says nothing, and its asterisks are no Markdown here. */
const prefix = "**LLMServer Generate Error, Please CheckErrorInfo.**: ";

function describeFailure(error: unknown): NonNullable<AnswerEnd["failure"]> {
  if (ModelfleetError.isInstance(error)) return { code: error.code, message: error.message.replaceAll(prefix, "") };
  return { code: "unknown", message: error instanceof Error ? error.message : String(error) };
}
