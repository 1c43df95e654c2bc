import { setTimeout as delay } from "node:timers/promises";
import { Connection, requestBytes } from "./connection.ts";

/** Requests that are sent over and over. */
export interface Load {
  method: "GET" | "POST";
  path: string;
  headers: Record<string, string>;
  /** One or several, taken in turns. */
  bodies: string[];
  /** What is counted in answers. */
  mark: string;
  /** How many at once. */
  concurrency: number;
  seconds: number;
}

export interface Loaded {
  /** Whole answers, and marks of all. */
  answers: number;
  marks: number;
  seconds: number;
  /** Milliseconds of each whole answer. */
  tookMs: number[];
}

/** How many times longer a measurement may take where nothing has come in its time. */
const patience = 10;

/**
 * Keeps so many requests under way for a time, and on until there is something to tell of a slow server. Answers of
 * another status than 200 end it.
 */
export async function drive(port: number, load: Load): Promise<Loaded> {
  const requests = load.bodies.map((body) => requestBytes(load.method, load.path, load.headers, body));
  const loaded: Loaded = { answers: 0, marks: 0, seconds: 0, tookMs: [] };
  const started = performance.now();
  const connections: Connection[] = [];
  let over = false;
  const keep = async (first: number): Promise<void> => {
    const connection = new Connection(port, load.mark, (count) => {
      if (!over) loaded.marks += count;
    });
    connections.push(connection);
    for (let at = first; !over; at++) {
      const { status, tookMs } = await connection.send(requests[at % requests.length] as Buffer);
      if (status !== 200) throw new Error(`${load.method} ${load.path} on port ${port}: status ${status}`);
      if (over) return;
      loaded.answers += 1;
      loaded.tookMs.push(tookMs);
    }
  };
  const keeping = Array.from({ length: load.concurrency }, (_, first) => keep(first));
  const failed = Promise.all(keeping);
  // How long it lasts is what a measurement is told.
  const pause = (ms: number): Promise<unknown> => Promise.race([failed, delay(ms)]);
  const few = (): boolean => loaded.answers < load.concurrency && loaded.marks < 20 * load.concurrency;
  try {
    await pause(load.seconds * 1000);
    while (few() && performance.now() - started < patience * load.seconds * 1000) await pause(50);
  } finally {
    // Answers that take longer than that are left: their marks have counted.
    over = true;
    loaded.seconds = (performance.now() - started) / 1000;
    failed.catch(() => {});
    for (const connection of connections) connection.close();
  }
  return loaded;
}
