import * as v from "valibot";
import { jsonFor } from "../http/json-answer.ts";
import { type ApiCall, spanOf } from "./api-call.ts";
import { invalidParameter } from "./api-error.ts";
import { completionChunks } from "./completion-chunks.ts";
import { finishReasonOf } from "./finish-reason.ts";
import { type Generation, generateAll, streamAll } from "./generations.ts";
import { readParameters } from "./parameters.ts";
import { readJson } from "./read-json.ts";
import { maxChoices, samplingEntries, toSampling } from "./sampling.ts";
import { textsSchema } from "./texts.ts";
import { refuseUnserved } from "./unserved-parameters.ts";
import { totalUsage } from "./usage.ts";

const completionSchema = v.object({
  ...samplingEntries,
  prompt: textsSchema,
  echo: v.nullish(v.boolean()),
});

/** `POST completions`: bare prompts, each answered `n` times. */
export async function completions(call: ApiCall): Promise<Response> {
  const { context } = call;
  const json = await readJson(call);
  refuseUnserved("completions", json, context.ignored);
  const body = readParameters(completionSchema, json);
  const { model, n, prompt: prompts } = body;
  const times = n ?? 1;
  if (prompts.length * times > maxChoices) {
    throw invalidParameter("prompt", `'prompt' times 'n' asks for more than ${maxChoices} answers.`);
  }
  const sampling = toSampling(body, spanOf(call));
  const generations = prompts.flatMap((text, prompt) => {
    const request = { ...sampling, messages: [], prompt: text, chatModel: false, echo: body.echo ?? false };
    return Array.from({ length: times }, (): Generation => ({ request, prompt }));
  });
  const id = `cmpl-${crypto.randomUUID()}`;
  const created = context.now();

  if (body.stream) {
    const includeUsage = body.stream_options?.include_usage ?? false;
    return streamAll(call, generations, completionChunks({ id, created, model, includeUsage }), includeUsage);
  }
  const outputs = await generateAll(call, generations);
  const counted = outputs.map(({ usage }, index) => ({ prompt: (generations[index] as Generation).prompt, usage }));
  const usage = totalUsage(counted);
  call.holder?.used(usage);
  return jsonFor(call.request, {
    id,
    object: "text_completion",
    created,
    model,
    choices: outputs.map(({ text, finishReason }, index) => ({
      index,
      text,
      logprobs: null,
      finish_reason: finishReasonOf(finishReason),
    })),
    usage,
  });
}
