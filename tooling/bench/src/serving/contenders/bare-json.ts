import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Pool } from "undici";

/** A proxy that does nothing but read and write JSON, both ways: `node:http` in front, a pool of undici's behind. */
export async function bareJson(upstreamPort: number): Promise<number> {
  const pool = new Pool(`http://127.0.0.1:${upstreamPort}`, { connections: 64 });
  const answer = async (body: string, response: ServerResponse): Promise<void> => {
    const request = JSON.parse(body) as Record<string, unknown>;
    const upstream = await pool.request({
      method: "POST",
      path: "/api/worker/generate",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    const text = JSON.stringify(await upstream.body.json());
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
    response.writeHead(200, headers).end(text);
  };
  return listen((request, response) => {
    void read(request)
      .then((body) => answer(body, response))
      .catch(() => response.destroy());
  });
}

export function read(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.once("end", () => resolve(Buffer.concat(pieces).toString()));
    request.once("error", reject);
  });
}

export async function listen(onRequest: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer({ noDelay: true }, onRequest);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
