import fc from "fast-check";
import { model } from "./open-apps.ts";

/** What no error may repeat. */
export const secret = "s3cr3t-pr0mpt";

type Body = Record<string, unknown>;

const text = fc.oneof(
  fc.constant(secret),
  fc.string({ unit: "binary", maxLength: 20 }).map((s) => secret + s),
);
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, -1, 1e308, 2 ** 53));
const flag = fc.boolean();
const name = fc.constantFrom(model, model, model, "none", "__proto__", "constructor", "a@b", "m@llm");
const partial = (fields: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[] = []): fc.Arbitrary<Body> =>
  fc.record(fields, { requiredKeys }) as fc.Arbitrary<Body>;

const part = partial({
  type: fc.constantFrom("text", "thinking", "image"),
  object: partial({ data: text, format: text }),
});
const message = partial(
  {
    role: fc.constantFrom("human", "ai", "system", "view", "user", "assistant", "tool", "toString"),
    content: fc.oneof(text, fc.array(part, { maxLength: 3 })),
    round_index: number,
  },
  ["role", "content"],
);
const sampling = {
  temperature: number,
  top_p: number,
  top_k: number,
  stop: fc.oneof(text, fc.array(text, { maxLength: 3 })),
  presence_penalty: number,
  frequency_penalty: number,
};
const prompt = partial(
  {
    ...sampling,
    model: name,
    messages: fc.array(message, { maxLength: 4 }),
    prompt: text,
    max_new_tokens: number,
    stop_token_ids: fc.array(number, { maxLength: 3 }),
    context_len: number,
    echo: flag,
    context: fc.dictionary(text, text, { maxKeys: 2 }),
    span_id: text,
  },
  ["model"],
);
const instance = partial(
  {
    model_name: fc.oneof(name, text),
    host: fc.constantFrom("10.0.0.9", "0.0.0.0", "::1", "a b", secret, "169.254.169.254"),
    port: fc.oneof(fc.integer({ min: 1, max: 65_535 }), number),
    weight: number,
    check_healthy: flag,
    enabled: flag,
    prompt_template: text,
  },
  ["model_name", "host", "port"],
);
const workerType = fc.constantFrom("llm", "text2vec", "reranker", "service", "valueOf");
const started = partial(
  { model: name, worker_type: workerType, host: text, port: number, params: fc.dictionary(text, text, { maxKeys: 2 }) },
  ["model", "worker_type"],
);
const apiMessage = partial(
  {
    role: fc.constantFrom("user", "assistant", "system", "developer", "tool", "hasOwnProperty"),
    content: fc.oneof(text, fc.array(partial({ type: fc.constantFrom("text", "image_url"), text }), { maxLength: 2 })),
    name: text,
  },
  ["role", "content"],
);
const asked = {
  ...sampling,
  model: name,
  max_tokens: number,
  n: fc.integer({ min: -1, max: 3 }),
  stream: flag,
  user: text,
};

/** Each route that takes a body, on the app that has it. */
export const routes: Readonly<Record<"controller" | "worker" | "api", Readonly<Record<string, fc.Arbitrary<Body>>>>> = {
  controller: { "/api/controller/models": instance, "/api/controller/heartbeat": instance },
  worker: {
    "/api/worker/generate_stream": prompt,
    "/api/worker/generate": prompt,
    "/api/worker/embeddings": partial({
      model: name,
      input: fc.array(text, { maxLength: 3 }),
      query: text,
      worker_type: workerType,
    }),
    "/api/worker/count_token": partial({ model: name, prompt: text }),
    "/api/worker/model_metadata": partial({ model: name }),
    "/api/worker/apply": partial({
      model: name,
      worker_type: workerType,
      apply_type: fc.constantFrom("start", "restart", "update_params", "toString"),
      params: fc.dictionary(text, text, { maxKeys: 2 }),
    }),
    "/api/worker/models/startup": started,
  },
  api: {
    "/v1/chat/completions": partial({ ...asked, messages: fc.array(apiMessage, { maxLength: 4 }) }, [
      "model",
      "messages",
    ]),
    "/v1/completions": partial({ ...asked, prompt: fc.oneof(text, fc.array(text, { maxLength: 3 })) }, [
      "model",
      "prompt",
    ]),
    "/v1/embeddings": partial({
      model: name,
      input: fc.oneof(text, fc.array(text, { maxLength: 3 })),
      dimensions: number,
    }),
    "/v1/rerank": partial({ model: name, query: text, documents: fc.array(text, { maxLength: 3 }), top_n: number }),
  },
};

const junk: fc.Arbitrary<unknown> = fc.oneof(
  text,
  number,
  flag,
  fc.constant(null),
  fc.array(text, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom("a", "toString", "constructor"), text, { maxKeys: 2 }),
);

/** A body as the route has it, then with some fields as it has not, as JSON that may be damaged. */
export function damaged(body: fc.Arbitrary<Body>): fc.Arbitrary<string> {
  return fc
    .record({
      body,
      wrong: fc.array(fc.tuple(fc.nat(), junk), { maxLength: 2 }),
      polluting: fc.constantFrom("none", "none", "none", "proto", "constructor"),
      cutAt: fc.option(fc.nat(), { freq: 8 }),
      twist: fc.constantFrom("none", "none", "none", "none", "array", "deep", "text"),
    })
    .map(({ body: good, wrong, polluting, cutAt, twist }) => {
      const fields = { ...good };
      const keys = Object.keys(fields);
      for (const [place, value] of wrong) fields[keys[place % keys.length] ?? "x"] = value;
      let json = JSON.stringify(fields);
      if (polluting === "proto")
        json = json.replace(/\}$/, `${keys.length > 0 ? "," : ""}"__proto__":{"polluted":true}}`);
      if (polluting === "constructor") {
        json = json.replace(/\}$/, `${keys.length > 0 ? "," : ""}"constructor":{"prototype":{"polluted":true}}}`);
      }
      if (twist === "array") json = `[${json}]`;
      if (twist === "deep") json = `${"[".repeat(5_000)}${json}`;
      if (twist === "text") json = JSON.stringify(json);
      return cutAt === null ? json : json.slice(0, cutAt % (json.length + 1));
    });
}
