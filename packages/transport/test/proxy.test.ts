import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createNodeTransport } from "@modelfleet/transport/node";
import { expect, test, vi } from "vitest";

test("goes through the proxy that the environment names", async () => {
  const target = createServer((_, response) => response.end("1")).listen(0, "127.0.0.1");
  const proxied: (string | undefined)[] = [];
  const proxy = createServer((request, response) => {
    proxied.push(request.url);
    response.end("2");
  });
  proxy.on("connect", (request, socket) => {
    proxied.push(request.url);
    const upstream = connect((target.address() as AddressInfo).port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
  });
  proxy.listen(0, "127.0.0.1");
  await Promise.all([once(target, "listening"), once(proxy, "listening")]);
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  vi.stubEnv("http_proxy", address);
  vi.stubEnv("no_proxy", "127.0.0.1");
  const transport = createNodeTransport();
  try {
    await transport.json({ method: "GET", url: "http://worker.test/x" });
    expect(proxied).toHaveLength(1);
    await transport.json({ method: "GET", url: `http://127.0.0.1:${(target.address() as AddressInfo).port}/` });
    expect(proxied).toHaveLength(1);
  } finally {
    vi.unstubAllEnvs();
    await transport.close();
    target.closeAllConnections();
    target.close();
    proxy.closeAllConnections();
    proxy.close();
  }
});
