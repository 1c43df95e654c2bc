import { readFileSync, writeFileSync } from "node:fs";

// Takes the part that we serve out of OpenAI's own description (github.com/openai/openai-openapi, MIT licence):
//
//   pnpm --filter @modelfleet/third-party extract-schema path/to/openapi.json && pnpm format

const roots = [
  "CreateChatCompletionRequest",
  "CreateChatCompletionResponse",
  "CreateChatCompletionStreamResponse",
  "CreateCompletionRequest",
  "CreateCompletionResponse",
  "CreateEmbeddingRequest",
  "CreateEmbeddingResponse",
  "ErrorResponse",
  "ListModelsResponse",
  "Model",
];

/** Words for people, and what only OpenAI's own tools read. */
const left = /^(?:x-.*|description|examples?|title|default|discriminator|deprecated)$/;

interface Description {
  info: { version: string };
  components: { schemas: Record<string, unknown> };
}

const [, , path = "openapi.json"] = process.argv;
const { info, components } = JSON.parse(readFileSync(path, "utf8")) as Description;
const taken: Record<string, unknown> = {};

/** A schema without what is left out; what it refers to is taken too. */
function strip(node: unknown, names = false): unknown {
  if (Array.isArray(node)) return node.map((entry) => strip(entry));
  if (typeof node !== "object" || node === null) return node;
  const reference = (node as { $ref?: unknown }).$ref;
  if (typeof reference === "string") take(reference.slice(reference.lastIndexOf("/") + 1));
  const { nullable, ...rest } = node as { nullable?: unknown };
  // A word of OpenAPI 3.0 that the description still has here and there, in the words of JSON Schema.
  if (nullable === true && !names) return { anyOf: [strip(rest), { type: "null" }] };
  // Below `properties` the keys are names of parameters, whatever they are called.
  const kept = Object.entries(node).filter(([key]) => names || !left.test(key));
  return Object.fromEntries(kept.map(([key, value]) => [key, strip(value, key === "properties" && !names)]));
}

function take(name: string): void {
  if (Object.hasOwn(taken, name)) return;
  taken[name] = undefined;
  taken[name] = strip(components.schemas[name]);
}

for (const root of roots) take(root);
const sorted = Object.fromEntries(Object.entries(taken).sort(([a], [b]) => (a < b ? -1 : 1)));
const comment = `From OpenAI's description of its API, version ${info.version}, MIT licence, Copyright (c) OpenAI.`;
const schema = { $comment: comment, components: { schemas: sorted } };
writeFileSync(new URL("../openai-schema.json", import.meta.url), JSON.stringify(schema, undefined, 2));
