import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { type AnswerFixture, load, type StreamFixture } from "@modelfleet/fixtures";

export interface ReplayServer {
  /** The address at which every call is answered by one recording, in the pieces in which it arrived. */
  url(version: string, name: string): string;
  /** The same, each byte a piece of its own. */
  byteByByte(version: string, name: string): string;
  close(): Promise<void>;
}

/** Serves recordings of real clusters over HTTP. The path names the recording; what is asked does not matter. */
export async function startReplayServer(): Promise<ReplayServer> {
  const server = createServer((request, response) => {
    request.resume();
    const [, pieces, version = "", name = ""] = request.url?.split("/") ?? [];
    void answer(response, load(version, name), pieces === "bytes");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: (version, name) => `${base}/chunks/${version}/${name}`,
    byteByByte: (version, name) => `${base}/bytes/${version}/${name}`,
    close: () => close(server),
  };
}

async function answer(
  response: ServerResponse,
  fixture: StreamFixture | AnswerFixture,
  byteByByte: boolean,
): Promise<void> {
  response.writeHead(fixture.status, fixture.headers);
  // Each piece must leave as a packet of its own.
  response.socket?.setNoDelay(true);
  for (const chunk of piecesOf(fixture, byteByByte)) {
    response.write(chunk);
    await turn();
  }
  if (fixture.complete) response.end();
  else response.destroy();
}

function piecesOf(fixture: StreamFixture | AnswerFixture, byteByByte: boolean): Iterable<Uint8Array> {
  if (!("chunks" in fixture)) return [Buffer.from(fixture.text)];
  if (!byteByByte) return fixture.chunks;
  return Array.from(fixture.bytes, (_, index) => fixture.bytes.subarray(index, index + 1));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((closed) => server.close(() => closed()));
}
