import {
  DefaultLLMClient,
  ModelRegistryClient,
  RemoteEmbeddings,
  RemoteLLMClient,
  RemoteReranker,
  RemoteWorkerManager,
} from "@modelfleet/client";
import { createTransport } from "@modelfleet/transport";
import { expect } from "vitest";
import { type Check, collect, faultOf } from "../check.ts";
import { at, type Cluster } from "../cluster.ts";
import { embedding, english } from "../scripts.ts";
import { scriptedParams } from "../upstream.ts";

function managerOf({ controller }: Cluster): RemoteWorkerManager {
  const transport = createTransport();
  return new RemoteWorkerManager({
    transport,
    registry: new ModelRegistryClient({ transport, controller: controller.url }),
  });
}

const human = (content: string) => ({ role: "human", content }) as const;

/** The messages that reached the model: `echo:` answers with the parameters of the generation. */
function arrived(text: string): [role: string, content: string][] {
  const { messages } = JSON.parse(text) as { messages: { role: string; content: string }[] };
  return messages.map(({ role, content }) => [role, content]);
}

/** `DefaultLLMClient`, `RemoteLLMClient`, `RemoteEmbeddings`, `RemoteReranker`. */
export const llmClientChecks: Check[] = [
  {
    row: "DefaultLLMClient.generateStream",
    async run(cluster) {
      const client = new DefaultLLMClient(managerOf(cluster));
      const outputs = await collect(client.generateStream({ model: "scripted", messages: [human("count:9")] }));
      expect(outputs.at(-1)?.text).toBe(english(9));
    },
  },
  {
    row: "DefaultLLMClient.generate, messages ordered",
    async run(cluster) {
      const client = new DefaultLLMClient({ create: () => managerOf(cluster) });
      const messages = [
        { role: "system", content: "be brief" },
        human("echo:"),
        { role: "view", content: "<b>shown</b>" },
        { role: "ai", content: "before" },
      ] as const;
      const { text } = await client.generate({ model: "scripted", messages });
      expect(arrived(text)).toEqual([
        ["system", "be brief"],
        ["ai", "before"],
        ["human", "echo:"],
      ]);
    },
  },
  {
    row: "… to a model without a system role",
    async run(cluster) {
      const manager = managerOf(cluster);
      const name = "scripted-no-system";
      const request = { ...at(cluster.twin), model: name, workerType: "llm" as const };
      await manager.modelStartup({ ...request, params: scriptedParams(cluster.upstream, name) });
      const client = new DefaultLLMClient(manager);
      const messages = [{ role: "system", content: "echo:" } as const, human("please")];
      const { text } = await client.generate({ model: name, messages });
      expect(arrived(text)).toEqual([["human", "echo:\nplease"]]);
      await manager.modelShutdown(request);
    },
  },
  {
    row: "RemoteLLMClient.models",
    async run({ controller }) {
      const client = new RemoteLLMClient({ controller: controller.url });
      expect((await client.models()).map(({ model }) => model)).toEqual(["proxied", "scripted"]);
      await client.close();
    },
  },
  {
    row: "RemoteLLMClient.countToken",
    async run({ controller, upstream }) {
      const client = new RemoteLLMClient({ controller: controller.url });
      const call = client.countToken("scripted", "one two three");
      if (!upstream.countsTokens) {
        return faultOf(call, "http_status", "POST http://HOST:PORT/api/worker/count_token: status 500");
      }
      expect(await call).toBe(3);
    },
  },
  {
    row: "RemoteEmbeddings",
    async run(cluster) {
      const embeddings = new RemoteEmbeddings("scripted-embed", managerOf(cluster));
      expect(await embeddings.embedDocuments(["a", "b c"])).toEqual(["a", "b c"].map(embedding));
      expect(await embeddings.embedQuery("a")).toEqual(embedding("a"));
    },
  },
  {
    row: "RemoteReranker",
    async run(cluster) {
      const call = new RemoteReranker("scripted-rerank", managerOf(cluster)).predict("quick fox", ["quick fox", "dog"]);
      if (!cluster.upstream.reranks) {
        return faultOf(call, "http_status", "POST http://HOST:PORT/api/worker/embeddings: status 500");
      }
      expect(await call).toEqual([1, 0]);
    },
  },
];
