import { RemoteModelWorker } from "@modelfleet/client";
import { createTransport } from "@modelfleet/transport";
import { createNodeTransport } from "@modelfleet/transport/node";
import { expect } from "vitest";
import { type Check, collect, errorOf, faultOf } from "../check.ts";
import type { Cluster } from "../cluster.ts";
import { embedding, english } from "../scripts.ts";

const connect = ({ main }: Cluster) => new RemoteModelWorker({ transport: createTransport(), baseUrl: main.url });
const human = (content: string) => [{ role: "human", content }] as const;

/** `RemoteModelWorker`, without a controller. */
export const workerChecks: Check[] = [
  {
    row: "start, stop",
    async run(cluster) {
      const worker = connect(cluster);
      await worker.start();
      const error = await errorOf(worker.stop());
      expect(error.code).toBe("invalid_input");
    },
  },
  {
    row: "generateStream",
    async run(cluster) {
      const outputs = await collect(connect(cluster).generateStream({ model: "scripted", messages: human("count:9") }));
      expect(outputs.at(-1)?.text).toBe(english(9));
    },
  },
  {
    row: "generateStream over /node",
    async run({ main }) {
      const transport = createNodeTransport();
      const worker = new RemoteModelWorker({ transport, baseUrl: main.url });
      const outputs = await collect(worker.generateStream({ model: "scripted", messages: human("count:9") }));
      expect(outputs.map(({ delta }) => delta).join("")).toBe(english(9));
      await transport.close();
    },
  },
  {
    row: "generate",
    async run(cluster) {
      const output = await connect(cluster).generate({ model: "scripted", messages: human("say:hi") });
      expect(output).toMatchObject({ text: "hi", errorCode: 0 });
    },
  },
  {
    row: "embeddings",
    async run(cluster) {
      const rows = await connect(cluster).embeddings({ model: "scripted-embed", input: ["a b"] });
      expect(rows).toEqual([embedding("a b")]);
    },
  },
  {
    row: "countToken",
    async run(cluster) {
      const call = connect(cluster).countToken({ model: "scripted", prompt: "one two three" });
      if (!cluster.upstream.countsTokens) {
        return faultOf(call, "http_status", "POST http://HOST:PORT/api/worker/count_token: status 500");
      }
      expect(await call).toBe(3);
    },
  },
  {
    row: "getModelMetadata",
    async run(cluster) {
      expect(await connect(cluster).getModelMetadata({ model: "scripted" })).toMatchObject({ contextLength: 8192 });
    },
  },
  {
    row: "parameterDescriptions",
    async run(cluster) {
      const rows = await connect(cluster).parameterDescriptions({ model: "scripted", workerType: "llm" });
      expect(rows.length).toBeGreaterThan(5);
    },
  },
];
