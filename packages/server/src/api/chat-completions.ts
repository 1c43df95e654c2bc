import { numberFrom } from "@modelfleet/core";
import * as v from "valibot";
import { jsonFor } from "../http/json-answer.ts";
import { type ApiCall, spanOf } from "./api-call.ts";
import { chatChunks } from "./chat-chunks.ts";
import { messagesSchema, refuseToolMessages, toModelMessages } from "./chat-messages.ts";
import { finishReasonOf } from "./finish-reason.ts";
import { generateAll, streamAll } from "./generations.ts";
import { readParameters } from "./parameters.ts";
import { readJson } from "./read-json.ts";
import { samplingEntries, toSampling } from "./sampling.ts";
import { refuseUnserved } from "./unserved-parameters.ts";
import { totalUsage } from "./usage.ts";

const chatSchema = v.object({
  ...samplingEntries,
  messages: messagesSchema,
  max_completion_tokens: v.nullish(numberFrom(1, Infinity, true)),
});

/** `POST chat/completions` */
export async function chatCompletions(call: ApiCall): Promise<Response> {
  const { context } = call;
  const json = await readJson(call);
  refuseUnserved("chat", json, context.ignored);
  refuseToolMessages(json.messages);
  const body = readParameters(chatSchema, json);
  const request = {
    ...toSampling({ ...body, max_tokens: body.max_completion_tokens ?? body.max_tokens }, spanOf(call)),
    messages: toModelMessages(body.messages),
  };
  const { model } = body;
  const generations = Array.from({ length: body.n ?? 1 }, () => ({ request, prompt: 0 }));
  const id = `chatcmpl-${crypto.randomUUID()}`;
  const created = context.now();

  if (body.stream) {
    const includeUsage = body.stream_options?.include_usage ?? false;
    return streamAll(call, generations, chatChunks({ id, created, model, includeUsage }), includeUsage);
  }
  const outputs = await generateAll(call, generations);
  const usage = totalUsage(outputs.map(({ usage }) => ({ prompt: 0, usage })));
  call.holder?.used(usage);
  return jsonFor(call.request, {
    id,
    object: "chat.completion",
    created,
    model,
    choices: outputs.map(({ text, thinking, finishReason }, index) => ({
      index,
      message: {
        role: "assistant",
        content: text,
        refusal: null,
        ...(thinking ? { reasoning_content: thinking } : {}),
      },
      logprobs: null,
      finish_reason: finishReasonOf(finishReason),
    })),
    usage,
  });
}
