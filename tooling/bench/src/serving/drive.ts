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

/** Keeps so many requests under way for a time. Answers of another status than 200 end it. */
export async function drive(port: number, load: Load): Promise<Loaded> {
  const requests = load.bodies.map((body) => requestBytes(load.method, load.path, load.headers, body));
  const loaded: Loaded = { answers: 0, marks: 0, seconds: 0, tookMs: [] };
  const started = performance.now();
  const until = started + load.seconds * 1000;
  const connections: Connection[] = [];
  let over = false;
  const keep = async (first: number): Promise<void> => {
    const connection = new Connection(port, load.mark, (count) => {
      if (!over) loaded.marks += count;
    });
    connections.push(connection);
    for (let at = first; performance.now() < until; at++) {
      const { status, tookMs } = await connection.send(requests[at % requests.length] as Buffer);
      if (status !== 200) throw new Error(`${load.method} ${load.path} on port ${port}: status ${status}`);
      if (over) return;
      loaded.answers += 1;
      loaded.tookMs.push(tookMs);
    }
  };
  const keeping = Array.from({ length: load.concurrency }, (_, first) => keep(first));
  // Answers that take longer than that are left: their marks have counted.
  const end = new Promise<void>((resolve) => setTimeout(resolve, load.seconds * 1000));
  try {
    await Promise.race([Promise.all(keeping), end]);
    await end;
  } finally {
    over = true;
    loaded.seconds = (performance.now() - started) / 1000;
    for (const connection of connections) connection.close();
  }
  return loaded;
}
