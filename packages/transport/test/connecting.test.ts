import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { createServer as createTcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNodeTransport, type NodeTransportOptions } from "@modelfleet/transport/node";
import { expect, test, vi } from "vitest";
import { closers, failure, json, listen, serve } from "./servers.ts";

// Certificates are made by processes of their own, which take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const forms = [
  ["node", false],
  ["pooled", true],
] as const;

function open(options: NodeTransportOptions): ReturnType<typeof createNodeTransport> {
  const transport = createNodeTransport(options);
  closers.push(() => transport.close());
  return transport;
}

/** A certificate of nobody's but its own. */
function selfSigned(name: string): { cert: string; key: string } {
  const folder = mkdtempSync(join(tmpdir(), "modelfleet-tls-"));
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "key.pem"];
  const about = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2", "-out", "cert.pem"];
  try {
    execFileSync("openssl", ["req", "-x509", ...key, ...about], { cwd: folder, stdio: "pipe" });
    return { cert: readFileSync(join(folder, "cert.pem"), "utf8"), key: readFileSync(join(folder, "key.pem"), "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each(forms)(
  "%s: https by an authority of one's own, with a certificate of the caller's",
  async (_form, pooled) => {
    const server = selfSigned("server");
    const client = selfSigned("client");
    const options = { ...server, ca: client.cert, requestCert: true, rejectUnauthorized: true };
    const listening = createServer(options, (_request, response) => json(response, 200, "safe"));
    closers.push(() => {
      listening.closeAllConnections();
      listening.close();
    });
    const url = `${(await listen(listening)).replace("http:", "https:")}/`;
    const ask = (given: NodeTransportOptions): Promise<unknown> =>
      open({ pooled, ...given }).json({ method: "GET", url });
    expect(await ask({ ca: server.cert, ...client })).toBe("safe");
    await failure(ask({ ...client }), "connection_failed");
    await failure(ask({ ca: server.cert }), "connection_failed");
    const error = await failure(ask({ ca: server.cert, ...selfSigned("other") }), "connection_failed");
    expect(JSON.stringify(error) + error.message).not.toContain("PRIVATE KEY");
  },
);

test.each(forms)(
  "%s: addresses that may not be connected to are not, however they are written",
  async (_form, pooled) => {
    const asked: string[] = [];
    let reached = 0;
    const url = await serve((_request, response) => {
      reached += 1;
      json(response, 200, 1);
    });
    const { port } = new URL(url);
    const mayConnect = (address: string): boolean => {
      asked.push(address);
      return false;
    };
    const transport = open({ pooled, mayConnect });
    const hosts = ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "localhost"];
    for (const host of hosts) {
      const error = await failure(
        transport.json({ method: "GET", url: `http://${host}:${port}/` }),
        "connection_failed",
      );
      expect(error.message).toContain("ERR_ADDRESS_REFUSED");
    }
    expect(reached).toBe(0);
    expect(asked.slice(0, 5)).toEqual(["127.0.0.1", "127.0.0.1", "127.0.0.1", "127.0.0.1", "::ffff:7f00:1"]);

    const allowing = open({ pooled, mayConnect: (address) => address === "127.0.0.1" });
    expect(await allowing.json({ method: "GET", url: `http://localhost:${port}/` })).toBe(1);
  },
);

test.each(forms)(
  "%s: connections that never shake hands are let go of with their requests, and with the transport",
  async (_form, pooled) => {
    const open_ = new Set<Socket>();
    let changed = Promise.withResolvers<void>();
    const until = async (count: number): Promise<void> => {
      while (open_.size !== count) await changed.promise;
    };
    const change = (): void => {
      changed.resolve();
      changed = Promise.withResolvers();
    };
    const silent = createTcpServer((socket) => {
      open_.add(socket);
      change();
      socket.on("error", () => {});
      // Closing is only heard of by who reads.
      socket.resume();
      socket.once("close", () => {
        open_.delete(socket);
        change();
      });
    });
    const url = `${(await listen(silent)).replace("http:", "https:")}/`;
    closers.push(() => {
      for (const socket of open_) socket.destroy();
      silent.close();
    });
    const transport = open({ pooled, timeouts: { connectMs: 0 } });
    const leaving = new AbortController();
    const ask = (signal?: AbortSignal) => transport.json({ method: "GET", url, signal }).catch(() => {});
    const left = Promise.all([ask(leaving.signal), ask(leaving.signal), ask(leaving.signal)]);
    const kept = ask();
    await until(4);
    leaving.abort();
    await left;
    await until(1);
    await transport.close();
    await kept;
    await until(0);
  },
);

test.each(forms)("%s: a redirect is not followed where that is not wanted", async (_form, pooled) => {
  let reached = 0;
  const target = await serve((_request, response) => {
    reached += 1;
    json(response, 200, 1);
  });
  const url = await serve((_request, response) => response.writeHead(307, { location: target }).end());
  const transport = open({ pooled, followRedirects: false });
  for (const method of ["GET", "POST"] as const) {
    expect(await failure(transport.json({ method, url }), "http_status")).toMatchObject({ status: 307 });
  }
  expect(reached).toBe(0);
  expect(await open({ pooled }).json({ method: "GET", url })).toBe(1);
});

test.each(forms)(
  "%s: closing ends what is under way on a kept connection, and does not ask again",
  async (_form, pooled) => {
    let requests = 0;
    const asked = Promise.withResolvers<void>();
    const url = await serve((_request, response) => {
      requests += 1;
      if (requests === 1) json(response, 200, 1);
      else asked.resolve();
    });
    const transport = open({ pooled });
    await transport.json({ method: "GET", url });
    const call = failure(transport.json({ method: "GET", url }), "connection_failed");
    await asked.promise;
    await transport.close();
    await call;
    expect(requests).toBe(2);
  },
);
