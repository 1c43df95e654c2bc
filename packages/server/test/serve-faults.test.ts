import { connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type FetchHandler, type ServedApp, type ServeOptions, serve } from "../src/node/index.ts";

const opened: ServedApp[] = [];
afterEach(async () => {
  for (const served of opened.splice(0)) await served.close({ drainMs: 0 });
});

async function put(app: FetchHandler, options: ServeOptions): Promise<ServedApp> {
  const served = await serve(app, options);
  opened.push(served);
  return served;
}

test.each<[string, () => void]>([
  [
    "at once",
    () => {
      throw new Error("the disk is full");
    },
  ],
  ["later", () => Promise.reject(new Error("the disk is full"))],
])("a log that fails %s costs no answer", async (_, log) => {
  const app = {
    fetch({ url }: Request) {
      if (url.endsWith("/broken")) throw new Error("the model is gone");
      return new Response("whole");
    },
  };
  const { url } = await put(app, { onError: log, onRequest: log });
  expect((await fetch(`${url}/broken`)).status).toBe(500);
  expect(await (await fetch(url)).text()).toBe("whole");
});

test("a target that is no URL is the caller's fault", async () => {
  const errors: unknown[] = [];
  const { port } = await put({ fetch: () => new Response() }, { onError: (error) => errors.push(error) });
  const socket = connect(port, "127.0.0.1");
  socket.write("GET http://[ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
  let answer = "";
  for await (const piece of socket.setEncoding("latin1")) answer += piece;
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('{"detail":"The target of the request is no URL."}');
  expect(errors).toEqual([]);
});
