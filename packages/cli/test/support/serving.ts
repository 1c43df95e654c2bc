import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, get, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Command, type RunOptions } from "./command.ts";

/** Nobody's Ollama: the machine that runs the tests may have one. */
export const noOllama = { OLLAMA_HOST: "127.0.0.1:9" };

export interface ServingCommand extends AsyncDisposable {
  command: Command;
  url: string;
}

/** A command that serves, once it does. */
export async function startServing(args: readonly string[], options: RunOptions = {}): Promise<ServingCommand> {
  const command = new Command(args, { ...options, env: { ...noOllama, ...options.env } });
  try {
    await command.says("Ctrl-C");
    // On another pipe, so it may come later.
    await command.shows("://");
    const [, url = ""] = /^\w[\w ]*: (https?:\S+)$/m.exec(command.stdout) ?? [];
    return { command, url, [Symbol.asyncDispose]: () => command[Symbol.asyncDispose]() };
  } catch (error) {
    await command[Symbol.asyncDispose]();
    throw error;
  }
}

export interface TestServer extends AsyncDisposable {
  port: number;
  url: string;
}

/** Any server on a free port. */
export async function startServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Below those that systems give to whoever asks for any, which a test at the same time might get before it is used. */
const chosenPorts = { from: 10_000, to: 32_000 };

/** One that is free now, for a server whose port has to be a chosen one: one on any port remembers nothing. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(chosenPorts.from, chosenPorts.to);
    const server = createServer();
    const listening = once(server, "listening");
    server.listen(port, "127.0.0.1");
    try {
      await listening;
    } catch {
      continue;
    }
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

export async function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** With headers that `fetch` sets itself. */
export function statusOf(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on("error", reject);
  });
}
