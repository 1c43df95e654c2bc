// Streams at 100 tokens a second, their source and their readers in one process, so that one clock times both ends.
import { setTimeout as delay } from "node:timers/promises";
import { apiKey, chatBody } from "./answers.ts";
import { Connection, requestBytes } from "./connection.ts";
import { PacedUpstream } from "./paced-upstream.ts";

/** Tokens of one answer: each stream begins anew every four seconds, so that there are many first tokens. */
const tokens = 400;

export interface PacedTask {
  /** The server; the upstream itself if left out. */
  port?: number | undefined;
  streams: number;
  seconds: number;
}

export interface PacedLatencies {
  /** Milliseconds from the request to the first token. */
  firstMs: number[];
  /** Milliseconds from the write of a token to its reading, every later one. */
  tokenMs: number[];
  seconds: number;
}

/** When each token of an answer was written, by the answer's number. */
const written = new Map<number, number[]>();
const upstream = new PacedUpstream(tokens, (id, token) => {
  const times = written.get(id) ?? [];
  times[token] = performance.now();
  written.set(id, times);
});
const upstreamPort = await upstream.listen();

let nextId = 1;

function requestOf(id: number, direct: boolean): Buffer {
  if (direct) {
    const body = JSON.stringify({ max_new_tokens: id });
    return requestBytes("POST", "/api/worker/generate_stream", {}, body);
  }
  const body = chatBody({ stream: true, tokens: id });
  return requestBytes("POST", "/v1/chat/completions", { authorization: `Bearer ${apiKey}` }, body);
}

async function measure({ port, streams, seconds }: PacedTask): Promise<PacedLatencies> {
  const latencies: PacedLatencies = { firstMs: [], tokenMs: [], seconds: 0 };
  const connections: Connection[] = [];
  let counts = false;
  let open = true;
  const hold = async (): Promise<void> => {
    let id = 0;
    let read = 0;
    let sentAt = 0;
    const onMarks = (count: number): void => {
      const now = performance.now();
      const times = written.get(id) ?? [];
      for (let i = 0; i < count; i++, read++) {
        // Events carry no number; a stream that begins with the role has one event before the first token.
        const token = port === undefined ? read : read - 1;
        if (token === 0 && counts) latencies.firstMs.push(now - sentAt);
        else if (token > 0 && token < tokens && counts) latencies.tokenMs.push(now - (times[token] ?? now));
      }
    };
    const connection = new Connection(port ?? upstreamPort, port === undefined ? "\0" : "data: {", onMarks);
    connections.push(connection);
    while (open) {
      id = nextId++;
      read = 0;
      sentAt = performance.now();
      const { status } = await connection.send(requestOf(id, port === undefined));
      if (status !== 200) throw new Error(`status ${status}`);
      written.delete(id);
    }
  };
  const held: Promise<void>[] = [];
  // Begun over the length of an answer, so that they end and begin anew at all times.
  for (let i = 0; i < streams; i++) {
    held.push(hold());
    await delay((tokens * 10) / streams);
  }
  counts = true;
  const started = performance.now();
  process.send?.("begun");
  const failed = Promise.race(held.map((one) => one.then(() => new Promise<never>(() => {}))));
  await Promise.race([delay(seconds * 1000), failed]);
  counts = false;
  latencies.seconds = (performance.now() - started) / 1000;
  open = false;
  for (const one of held) one.catch(() => {});
  for (const connection of connections) connection.close();
  written.clear();
  return latencies;
}

process.on("message", async (task: PacedTask) => {
  try {
    process.send?.(await measure(task));
  } catch (error) {
    process.stderr.write(`paced: ${String(error)}\n`);
    process.exit(1);
  }
});
process.once("disconnect", () => process.exit());
process.send?.(upstreamPort);
