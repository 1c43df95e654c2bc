import { RemoteEmbeddings } from "@modelfleet/client";
import { nameSchema } from "@modelfleet/core";
import * as v from "valibot";
import { jsonFor } from "../http/json-answer.ts";
import { type ApiCall, callOptions } from "./api-call.ts";
import { invalidParameter } from "./api-error.ts";
import { toBase64 } from "./float-vector.ts";
import { readParameters } from "./parameters.ts";
import { readJson } from "./read-json.ts";
import { textsSchema } from "./texts.ts";
import { refuseUnserved } from "./unserved-parameters.ts";
import { noUsage } from "./usage.ts";

/** OpenAI's own limit. */
const maxInputs = 2048;

const embeddingsSchema = v.object({
  model: nameSchema,
  input: textsSchema,
  encoding_format: v.nullish(v.picklist(["float", "base64"]), "float"),
});

/** `POST embeddings` */
export async function embeddings(call: ApiCall): Promise<Response> {
  const { context } = call;
  const json = await readJson(call);
  refuseUnserved("embeddings", json, context.ignored);
  const { model, input, encoding_format } = readParameters(embeddingsSchema, json);
  if (input.length > maxInputs) throw invalidParameter("input", `'input' has more than ${maxInputs} texts.`);
  const vectors = await new RemoteEmbeddings(model, context.manager).embedDocuments(input, callOptions(call));
  return jsonFor(call.request, {
    object: "list",
    data: vectors.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: encoding_format === "base64" ? toBase64(vector) : vector,
    })),
    model,
    usage: noUsage,
  });
}
