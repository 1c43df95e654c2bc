import { expect } from "vitest";
import type { Check, UpstreamFault } from "../check.ts";
import { embedding } from "../scripts.ts";
import type { MixedCluster } from "./mixed-cluster.ts";
import { askApi, askJson, askStream } from "./openai-calls.ts";

const chat = (model: string, content: string) => ({ model, messages: [{ role: "user", content }] });
const saying = (content: string) => ({ choices: [{ message: { role: "assistant", content } }] });

async function apiFaultOf(call: Promise<unknown>, message: string): Promise<UpstreamFault> {
  await expect(call).rejects.toThrow(new Error(message));
  return { code: "API server", message };
}

/** DB-GPT's API server in front of our controller and our worker. */
export const theirApiChecks: Check<MixedCluster>[] = [
  {
    row: "models",
    async run({ theirApi }) {
      const { data } = (await askJson(theirApi.url, "models")) as { data: { id: string }[] };
      expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining(["echo", "embed", "rerank", "thinker"]));
    },
  },
  {
    row: "chat/completions",
    async run({ theirApi }) {
      const answer = await askJson(theirApi.url, "chat/completions", chat("echo", "one two"));
      expect(answer).toMatchObject({ ...saying("one two"), usage: { prompt_tokens: 2, completion_tokens: 2 } });
    },
  },
  {
    row: "chat/completions, streamed",
    async run({ theirApi }) {
      expect(await askStream(theirApi.url, "echo", "one two")).toEqual({ text: "one two", thinking: "" });
    },
  },
  {
    row: "chat/completions, streamed, thinking",
    async run({ theirApi, version }) {
      // What its client cannot read, see `contentFault`, ends the stream without a word.
      if (version === "0.7.0") return apiFaultOf(askStream(theirApi.url, "thinker", "why?"), "The stream ended early.");
      const { text, thinking } = await askStream(theirApi.url, "thinker", "why?");
      expect([text, thinking]).toEqual(["forty two", expect.stringMatching(/^let me think/)]);
    },
  },
  {
    row: "chat/completions, streamed, left early",
    async run({ theirApi, endings }) {
      const before = endings.length;
      const leave = new AbortController();
      const body = { ...chat("slow", "go"), stream: true };
      const response = await askApi(theirApi.url, "chat/completions", body, leave.signal);
      // The first chunk comes before the worker is asked: it has the role alone.
      const decoder = new TextDecoder();
      for await (const bytes of response.body ?? []) if (/"content": ?"/.test(decoder.decode(bytes))) break;
      leave.abort();
      await expect.poll(() => endings.slice(before), { timeout: 60_000 }).toEqual(["slow aborted"]);
    },
  },
  {
    row: "embeddings",
    async run({ theirApi }) {
      const answer = await askJson(theirApi.url, "embeddings", { model: "embed", input: ["one", "two"] });
      const rows = (answer as { data: { embedding: number[] }[] }).data.map(({ embedding: row }) => row.length);
      expect(rows).toEqual([16, 16]);
    },
  },
  {
    row: "beta/relevance",
    async run({ theirApi, version }) {
      const asked = { model: "rerank", query: "slow dog", documents: ["the quick fox", "a slow dog"] };
      const call = askJson(theirApi.url, "beta/relevance", asked);
      // Looks for rerankers among the embedding models.
      const refusal =
        'status 400: {"object":"error","message":"Only scripted-embed&&embed allowed now, your model rerank","code":40301}';
      if (version === "0.7.0") return apiFaultOf(call, refusal);
      const { data } = (await call) as { data: [number, number] };
      expect(data[1]).toBeGreaterThan(data[0]);
    },
  },
];

/** Our API server in front of DB-GPT's worker. */
export const ourApiChecks: Check<MixedCluster>[] = [
  {
    row: "models",
    async run({ ourApi }) {
      const { data } = (await askJson(ourApi.url, "models")) as { data: { id: string }[] };
      expect(data.map(({ id }) => id)).toEqual(expect.arrayContaining(["echo", "scripted-embed", "their-own"]));
    },
  },
  {
    row: "chat/completions",
    async run({ ourApi }) {
      const answer = await askJson(ourApi.url, "chat/completions", chat("their-own", "say:one two"));
      expect(answer).toMatchObject(saying("one two"));
    },
  },
  {
    row: "chat/completions, streamed",
    async run({ ourApi }) {
      expect(await askStream(ourApi.url, "their-own", "say:one two")).toEqual({ text: "one two", thinking: "" });
    },
  },
  {
    row: "chat/completions, streamed, thinking",
    async run({ ourApi }) {
      const { text, thinking } = await askStream(ourApi.url, "their-own", "think:4");
      expect([thinking.trim(), text.trim()]).toEqual(["The fleet", "The fleet"]);
    },
  },
  {
    row: "embeddings",
    async run({ ourApi }) {
      const answer = await askJson(ourApi.url, "embeddings", { model: "scripted-embed", input: "one two" });
      const { data } = answer as { data: { embedding: number[] }[] };
      expect(data.map((row) => row.embedding)).toEqual([embedding("one two").map((value) => expect.closeTo(value))]);
    },
  },
];
