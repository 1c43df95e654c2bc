import { once } from "node:events";
import { type RequestOptions, request } from "node:https";
import { connect } from "node:net";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { controllerApp, MemoryModelRegistry } from "../src/index.ts";
import { type ServedApp, type ServeTls, serve } from "../src/node/index.ts";
import { makeCertificates, type TestCertificates } from "./certificates.ts";

// Certificates are made by processes of their own, which take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let certificates: TestCertificates;
beforeAll(() => {
  certificates = makeCertificates();
});
const opened: ServedApp[] = [];
afterEach(async () => {
  for (const served of opened.splice(0)) await served.close({ drainMs: 0 });
});

async function open(tls: ServeTls): Promise<ServedApp> {
  const served = await serve(controllerApp(new MemoryModelRegistry()), { tls });
  opened.push(served);
  return served;
}

async function statusOf(url: string, options: RequestOptions): Promise<number | undefined> {
  const sending = request(`${url}/api/health`, { ...options, agent: false }).end();
  const [answer] = await once(sending, "response");
  answer.resume();
  return answer.statusCode;
}

test("a server with a certificate speaks https, and names itself so", async () => {
  const { ca, server } = certificates;
  const { url } = await open(server);
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(await statusOf(url, { ca })).toBe(200);
  await expect(statusOf(url, {})).rejects.toThrow(/certificate|self.signed/i);
});

test("where callers need a certificate, those without one get no answer", async () => {
  const { ca, server, client } = certificates;
  const { url } = await open({ ...server, clientCa: ca });
  expect(await statusOf(url, { ca, ...client })).toBe(200);
  await expect(statusOf(url, { ca })).rejects.toThrow();
  const stranger = makeCertificates().client;
  await expect(statusOf(url, { ca, ...stranger })).rejects.toThrow();
});

test("what is no certificate is said when the server is to start", async () => {
  const { key } = certificates.server;
  await expect(serve({ fetch: () => new Response() }, { tls: { cert: "none", key } })).rejects.toThrow(/PEM/i);
});

test("a connection that never shakes hands does not hold up the end", async () => {
  const served = await open(certificates.server);
  const socket = connect(served.port, served.host);
  await once(socket, "connect");
  // The server has taken the silent one when it answers one that came later.
  await statusOf(served.url, { ca: certificates.ca });
  const closed = once(socket, "close");
  await served.close({ drainMs: 0 });
  await closed;
});
