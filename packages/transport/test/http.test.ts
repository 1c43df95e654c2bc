import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer as createTcpServer, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { ModelfleetError } from "@modelfleet/core";
import { describe, expect, test, vi } from "vitest";
import { createTransport } from "../src/index.ts";
import { bodyOf, closers, failure, forms, json, listen, serve } from "./servers.ts";

describe.each(forms)("over %s", (form, open) => {
  test("sends method, query, headers, token, trace and body", async () => {
    const url = await serve(async (request, response) => {
      const { method, url: path, headers } = request;
      json(response, 200, { method, path, headers, body: await bodyOf(request) });
    });
    const transport = open({
      token: () => Promise.resolve("t0ken"),
      headers: { "X-Own": "1", "x-over": "transport" },
      trace: () => ({ spanId: "a:b", traceparent: "00-1-2-01" }),
    });
    const request = { url: `${url}/p`, query: { a: "ä&b", n: 1, none: undefined }, headers: { "X-Over": "request" } };
    expect(await transport.json({ ...request, method: "POST", body: { prompt: "hi 😀" } })).toMatchObject({
      method: "POST",
      path: "/p?a=%C3%A4%26b&n=1",
      body: '{"prompt":"hi 😀"}',
      headers: {
        authorization: "Bearer t0ken",
        "content-type": "application/json",
        "db-gpt-trace-span-id": "a:b",
        traceparent: "00-1-2-01",
        "x-own": "1",
        "x-over": "request",
      },
    });
    expect(await transport.json({ ...request, method: "DELETE" })).toMatchObject({ method: "DELETE", body: "" });
  });

  test("user and password of the address become credentials", async () => {
    const url = await serve((request, response) => json(response, 200, request.headers.authorization));
    const address = url.replace("//", "//me:p%40ss@");
    expect(await open().json({ method: "GET", url: address })).toBe(`Basic ${btoa("me:p@ss")}`);
  });

  test("an empty answer is undefined", async () => {
    const url = await serve((_, response) => response.writeHead(204).end());
    expect(await open().json({ method: "GET", url })).toBe(undefined);
  });

  test("streams pieces as they come, without a content type", async () => {
    let server: ServerResponse | undefined;
    const url = await serve((_, response) => {
      server = response;
      response.setHeader("x-some", "thing");
      response.write("one");
    });
    const stream = await open().stream({ method: "POST", url, body: {} });
    expect(stream.header("x-some")).toBe("thing");
    expect(stream.header("content-type")).toBe(undefined);
    const seen: string[] = [];
    for await (const piece of stream.bytes) {
      seen.push(new TextDecoder().decode(piece));
      if (seen.length === 1) server?.write("two");
      else server?.end();
    }
    expect(seen).toEqual(["one", "two"]);
  });

  test("a large body arrives whole", async () => {
    const piece = Buffer.alloc(1 << 20, "x");
    const url = await serve(async (_, response) => {
      for (let i = 0; i < 8; i++) if (!response.write(piece)) await once(response, "drain");
      response.end();
    });
    const stream = await open().stream({ method: "POST", url, body: {} });
    let length = 0;
    for await (const bytes of stream.bytes) length += bytes.length;
    expect(length).toBe(8 << 20);
  });

  test("follows a redirect, without the token to another origin", async () => {
    const other = await serve(async (request, response) => {
      json(response, 200, { authorization: request.headers.authorization, body: await bodyOf(request) });
    });
    const url = await serve((request, response) => {
      const location = request.url === "/away" ? `${other}/x` : request.url === "/here" ? "/there" : undefined;
      if (location) response.writeHead(307, { location }).end();
      else json(response, 200, { authorization: request.headers.authorization });
    });
    const transport = open({ token: "t" });
    expect(await transport.json({ method: "POST", url: `${url}/here`, body: 1 })).toEqual({
      authorization: "Bearer t",
    });
    expect(await transport.json({ method: "POST", url: `${url}/away`, body: 1 })).toEqual({ body: "1" });
  });

  test("redirects without end", async () => {
    const url = await serve((_, response) => response.writeHead(307, { location: "/" }).end());
    const error: unknown = await open()
      .json({ method: "GET", url })
      .catch((reason: unknown) => reason);
    expect(ModelfleetError.isInstance(error)).toBe(true);
  });

  test.runIf(form !== "fetch")("keeps its connections", async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      json(response, 200, 1);
    });
    const transport = open();
    // undici frees a connection one turn of the event loop after the answer.
    for (let i = 0; i < 5; i++) {
      await transport.json({ method: "GET", url });
      await turn();
    }
    expect(ports.size).toBe(1);
  });

  test("reaches IPv6", async ({ skip }) => {
    const url = await serve((_, response) => json(response, 200, 6), "::1").catch(() => undefined);
    if (!url) return skip("no IPv6 here");
    expect(await open().json({ method: "GET", url })).toBe(6);
  });

  /** A server that answers the first request of each connection, and breaks it at the second. Counts requests. */
  async function tired(): Promise<{ url: string; requests: () => number }> {
    let requests = 0;
    const server = createTcpServer((socket: Socket) => {
      let first = true;
      socket.on("error", () => {});
      socket.on("data", () => {
        requests++;
        // The second request on a connection meets its end.
        if (first) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1");
        else socket.resetAndDestroy();
        first = false;
      });
    });
    const url = await listen(server);
    closers.push(() => server.close());
    return { url, requests: () => requests };
  }

  test.runIf(form !== "fetch")("sends again what a kept connection broke under", async () => {
    const { url, requests } = await tired();
    const transport = open();
    expect(await transport.json({ method: "GET", url })).toBe(1);
    await turn();
    expect(await transport.json({ method: "POST", url, body: {} })).toBe(1);
    expect(requests()).toBe(3);
  });

  test.runIf(form !== "fetch")("gives what may not arrive twice a connection of its own", async () => {
    const { url, requests } = await tired();
    const transport = open();
    await transport.json({ method: "GET", url });
    await turn();
    // A kept one may be about to be closed, as by uvicorn after a 500, and nobody could tell whether it was read.
    expect(await transport.json({ method: "POST", url, body: {}, repeatable: false })).toBe(1);
    expect(requests()).toBe(2);
  });

  test.runIf(form !== "fetch")("does not send it again where that breaks", async () => {
    let requests = 0;
    const url = await serve((request) => {
      requests++;
      request.socket.resetAndDestroy();
    });
    const call = open().json({ method: "POST", url, body: {}, repeatable: false });
    expect(await failure(call, "connection_failed")).toMatchObject({ sent: 1 });
    expect(requests).toBe(1);
  });

  test.runIf(form !== "fetch")("ends it, too, when the transport is closed", async () => {
    const transport = open();
    const asked = Promise.withResolvers<void>();
    const url = await serve(() => asked.resolve());
    const call = transport.json({ method: "POST", url, body: {}, repeatable: false });
    await asked.promise;
    await Promise.all([failure(call, "connection_failed"), transport.close()]);
  });

  test.runIf(form === "node")("does not send again what was answered in part", async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      requests++;
      if (requests === 1) json(response, 200, 1);
      else request.socket.write("HTTP/1.1 200", () => request.socket.resetAndDestroy());
    });
    const transport = open();
    await transport.json({ method: "GET", url });
    await turn();
    await failure(transport.json({ method: "GET", url }), "connection_failed");
    expect(requests).toBe(2);
  });
});

test("an abort between two steps of a request leaves no timer behind", async () => {
  const timers = new Set<unknown>();
  const { setTimeout, clearTimeout } = globalThis;
  vi.stubGlobal("setTimeout", (run: () => void, ms: number) => {
    const timer = setTimeout(run, ms);
    timers.add(timer);
    return timer;
  });
  vi.stubGlobal("clearTimeout", (timer: NodeJS.Timeout) => {
    timers.delete(timer);
    clearTimeout(timer);
  });
  const transport = createTransport({ fetch: async () => new Response("1") });
  for (let steps = 0; steps < 30; steps++) {
    const controller = new AbortController();
    const asked = transport.json({ method: "GET", url: "http://host.test", signal: controller.signal });
    asked.catch(() => {});
    for (let step = 0; step < steps; step++) await Promise.resolve();
    controller.abort();
    await asked.catch(() => {});
  }
  vi.unstubAllGlobals();
  expect(timers.size).toBe(0);
});
