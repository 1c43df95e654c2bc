import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { daemonsFolder } from "./daemon-record.ts";

/** What a client sends, and what it gets as soon as the process has begun to stop. */
export const stopRequest = "stop\n";
export const stopAnswer = "stopping\n";

/** What all systems take as the path of a socket, in bytes. */
const maxPathBytes = 100;

/**
 * Listens for `stop`, where only this user may connect, and says where. It works where there are no signals, and shows
 * for as long as the process lives that it does.
 */
export async function serveControl(name: string, stop: () => void): Promise<string> {
  let stopping = false;
  const server = createServer((socket) => {
    // Whoever asks for nothing must not keep the process.
    socket.unref();
    socket.on("error", () => {});
    let asked = "";
    socket.setEncoding("utf8").on("data", (text: string) => {
      asked = (asked + text).slice(0, stopRequest.length);
      if (asked !== stopRequest) return;
      // The connection stays: its end tells the other side that the process has ended.
      socket.write(stopAnswer);
      // Who asks again waits as well: a second signal would cut off the answers under way.
      if (!stopping) stop();
      stopping = true;
    });
  });
  server.unref();
  let failure: unknown;
  for (const path of pathsFor(name)) {
    try {
      await listen(server, path);
      return path;
    } catch (error) {
      // Not every file system takes sockets.
      failure = error;
    }
  }
  throw failure;
}

function pathsFor(name: string): string[] {
  const unique = `modelfleet-${name}-${process.pid}-${Date.now().toString(36)}`;
  if (process.platform === "win32") return [`\\\\.\\pipe\\${unique}`];
  // The folder for temporary files can be a long way down as well.
  const elsewhere = [tmpdir(), "/tmp"].map((folder) => join(folder, `${unique}.sock`));
  const beside = join(daemonsFolder(), `${name}.sock`);
  return [beside, ...elsewhere].filter((path) => Buffer.byteLength(path) <= maxPathBytes);
}

async function listen(server: Server, path: string): Promise<void> {
  // What a killed process left; the caller knows that there is no living one.
  if (process.platform !== "win32") await rm(path, { force: true });
  // Whoever may write to it may connect. It is made here and now, not later.
  const mask = process.umask(0o077);
  server.listen(path);
  process.umask(mask);
  await once(server, "listening");
}
