import dns, { type LookupAddress } from "node:dns";
import { MemoryModelRegistry } from "@modelfleet/server";
import { describe, expect, it, vi } from "vitest";
import { openWorkers } from "../src/serving/open-cluster.ts";
import { startServer } from "./support/serving.ts";

describe("a server that calls workers for others", { timeout: 30_000 }, () => {
  const registered = async (host: string, port: number): Promise<MemoryModelRegistry> => {
    const registry = new MemoryModelRegistry();
    await registry.registerInstance({ workerKey: "m@llm", host, port });
    return registry;
  };

  it("is sent nowhere else by one of them", async () => {
    let reached = 0;
    await using secret = await startServer((_request, response) => {
      reached += 1;
      response.setHeader("content-type", "application/json").end("7");
    });
    await using worker = await startServer((_request, response) =>
      response.writeHead(307, { location: `${secret.url}/latest/meta-data` }).end(),
    );
    await using workers = disposable(openWorkers({ registry: await registered("127.0.0.1", worker.port), token: "t" }));
    const call = workers.manager.countToken({ model: "m", prompt: "x" });
    await expect(call).rejects.toThrow(/status 307/);
    expect(reached).toBe(0);
    await using direct = disposable(openWorkers({ registry: await registered("localhost", secret.port), token: "t" }));
    expect(await direct.manager.countToken({ model: "m", prompt: "x" })).toBe(7);
  });

  it("is led nowhere by a name that leads elsewhere by now", async () => {
    await using worker = await startServer((_request, response) =>
      response.writeHead(200, { "content-type": "application/json", connection: "close" }).end("7"),
    );
    let leadsTo: LookupAddress = { address: "127.0.0.1", family: 4 };
    const answered = (...given: readonly unknown[]): void =>
      (given.at(-1) as (error: null, addresses: LookupAddress[]) => void)(null, [leadsTo]);
    vi.spyOn(dns, "lookup").mockImplementation(answered as unknown as typeof dns.lookup);
    await using workers = disposable(
      openWorkers({ registry: await registered("worker.test", worker.port), token: "t" }),
    );
    const call = () => workers.manager.countToken({ model: "m", prompt: "x" });
    expect(await call()).toBe(7);
    // Both answer on this machine, and only the first is an address that a worker can have.
    leadsTo = { address: "0.0.0.0", family: 4 };
    await expect(call()).rejects.toThrow("ERR_ADDRESS_REFUSED");
  });

  it("calls those of the list only", async () => {
    let reached = 0;
    await using worker = await startServer((_request, response) => {
      reached += 1;
      response.setHeader("content-type", "application/json").end("7");
    });
    const registry = await registered("127.0.0.1", worker.port);
    const allowed = ({ port }: { port: number }): boolean => port !== worker.port;
    await using workers = disposable(openWorkers({ registry, token: undefined, allowed }));
    await expect(workers.manager.countToken({ model: "m", prompt: "x" })).rejects.toThrow(/m/);
    expect(reached).toBe(0);
  });
});

function disposable<T extends { close(): Promise<void> }>(value: T): T & AsyncDisposable {
  return Object.assign(value, { [Symbol.asyncDispose]: () => value.close() });
}
