import { once } from "node:events";
import { createServer as createTcpServer } from "node:net";
import { decodeModelOutputs } from "@modelfleet/transport";
import { describe, expect, test } from "vitest";
import { closers, failure, forms, json, listen, serve } from "./servers.ts";

describe.each(forms)("over %s", (_, open) => {
  describe("errors", () => {
    test.each([
      [500, { detail: "out of memory" }, "out of memory"],
      [401, { error: { message: "bad key s3cret-token" } }, "bad key ***. Check the token"],
      [401, { detail: "The token is wrong." }, "The token is wrong. Check the token"],
      [422, { detail: [{ loc: ["body", "x"], msg: "field required", input: "PROMPT" }] }, "body.x: field required"],
      [400, { success: false, err_msg: "no such app" }, "no such app"],
      [503, { unknown: "PROMPT" }, "down or overloaded"],
    ])("status %i says what the server says, and no prompt", async (status, body, message) => {
      const url = await serve((_, response) => json(response, status, body, { "retry-after": "3" }));
      const transport = open({ token: "s3cret-token" });
      for (const call of [transport.json, transport.stream]) {
        const request = { method: "POST", url: `${url}/x`, query: { q: "QUERY" }, body: "PROMPT" } as const;
        const error = await failure(call.call(transport, request), "http_status");
        expect(error).toMatchObject({ status, retryAfterMs: 3000 });
        expect(error.message).toContain(`POST ${url}/x: status ${status}`);
        expect(error.message).toContain(message);
        expect(error.message).not.toMatch(/PROMPT|QUERY|s3cret/);
      }
    });

    test.each([
      ["9".repeat(400), undefined],
      ["soon", undefined],
      ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
    ])("a time to come back is one that there is: %s", async (given, retryAfterMs) => {
      const url = await serve((_, response) => json(response, 429, {}, { "retry-after": given }));
      expect(await failure(open().json({ method: "GET", url }), "http_status")).toMatchObject({ retryAfterMs });
    });

    test("an error names the request as the server does, once", async () => {
      const url = await serve((request, response) =>
        json(
          response,
          503,
          { detail: request.url === "/twice" ? "busy (request r-1)" : "busy" },
          { "x-request-id": "r-1" },
        ),
      );
      const once = await failure(open().json({ method: "GET", url: `${url}/once` }), "http_status");
      expect(once.message).toContain("/once (request r-1): status 503: busy. What stands");
      const twice = await failure(open().json({ method: "GET", url: `${url}/twice` }), "http_status");
      expect(twice.message.match(/r-1/g)).toHaveLength(1);
    });

    test("what is wrong with an answer that has begun names the request as the server does", async () => {
      const url = await serve(({ url }, response) => {
        response.setHeader("x-request-id", "r-1");
        if (url === "/text") response.end("hello");
        else response.write("{", () => (url === "/broken" ? response.destroy() : undefined));
      });
      const ask = (path: string, timeouts = {}) => open({ timeouts }).json({ method: "GET", url: `${url}${path}` });
      const named = (path: string) => `GET ${url}${path} (request r-1): `;
      expect((await failure(ask("/text"), "invalid_response")).message).toContain(named("/text"));
      expect((await failure(ask("/broken"), "connection_failed")).message).toContain(named("/broken"));
      expect((await failure(ask("/stalled", { idleMs: 50 }), "timeout")).message).toContain(named("/stalled"));
      const stream = await open().stream({ method: "POST", url: `${url}/text` });
      const outputs = decodeModelOutputs(stream, { what: `POST ${url}/text` });
      expect((await failure(outputs.next(), "truncated_stream")).message).toContain("/text (request r-1): ");
    });

    test("an error whose body never ends", async () => {
      const url = await serve((_, response) => response.writeHead(500).write("x".repeat(200_000)));
      expect((await failure(open().json({ method: "GET", url }), "http_status")).status).toBe(500);
    });

    test("a web page is neither JSON nor a stream", async () => {
      const url = await serve((_, response) => response.writeHead(200, { "content-type": "text/html" }).end("<p>hi"));
      const transport = open();
      const error = await failure(transport.json({ method: "GET", url }), "unexpected_content_type");
      expect(error).toMatchObject({ contentType: "text/html" });
      expect(error.message).toContain("web page");
      await failure(transport.stream({ method: "POST", url }), "unexpected_content_type");
    });

    test("what is not JSON is not quoted", async () => {
      const url = await serve((_, response) => response.end("SECRET"));
      const error = await failure(open().json({ method: "GET", url }), "invalid_response");
      expect(`${error.message} ${error.cause}`).not.toContain("SECRET");
    });

    test("nobody listens", async () => {
      const server = createTcpServer();
      const url = await listen(server);
      server.close();
      await once(server, "close");
      const address = url.replace("//", "//user:passw0rd@");
      const error = await failure(
        open().json({ method: "GET", url: address, query: { q: "QUERY" } }),
        "connection_failed",
      );
      expect(error.message).toContain(`GET ${url}/: `);
      expect(error.message).toContain("ECONNREFUSED");
      expect(error.message).not.toMatch(/passw0rd|QUERY/);
    });

    test("the connection breaks inside the body", async () => {
      const url = await serve((_, response) => response.write("some", () => response.destroy()));
      const stream = await open().stream({ method: "POST", url });
      const reading = async (): Promise<void> => {
        for await (const _ of stream.bytes);
      };
      await failure(reading(), "connection_failed");
    });

    test.each(["ftp://x/", "nonsense", "/relative", "http://us%er@x/"])("the address %s", async (url) => {
      await failure(open().json({ method: "GET", url }), "invalid_input");
    });

    test("a token that never comes", async () => {
      const token = (): Promise<string> => new Promise(() => {});
      const transport = open({ token, timeouts: { connectMs: 30 } });
      const error = await failure(transport.json({ method: "GET", url: "http://127.0.0.1:9/" }), "timeout");
      expect(error).toMatchObject({ phase: "connect", limitMs: 30 });
      expect(error.message).toContain("token");
    });

    test("a server that changes to another protocol", async () => {
      const closed = Promise.withResolvers<void>();
      const server = createTcpServer((socket) => {
        socket.on("error", () => {});
        socket.once("close", () => closed.resolve());
        socket.once("data", () => {
          socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: other\r\n\r\n");
        });
      });
      const url = await listen(server);
      closers.push(() => server.close());
      await failure(open().json({ method: "GET", url }), "connection_failed");
      await closed.promise;
    });

    test("a token that no header can carry is not quoted", async () => {
      const error = await failure(
        open({ token: "s3cr\net" }).json({ method: "GET", url: "http://x/" }),
        "invalid_input",
      );
      expect(error.message).not.toContain("s3cr");
    });
  });
});
