import { timingSafeEqual } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { ownToken, readTokens } from "../src/controller/tokens.ts";
import { accessFor, callersByAddress } from "../src/serving/access.ts";
import { AddressList } from "../src/serving/address-list.ts";
import { registrationRule, workersOf } from "../src/serving/allowed-workers.ts";

vi.mock(import("node:crypto"), async (original) => {
  const crypto = await original();
  return { ...crypto, timingSafeEqual: vi.fn(crypto.timingSafeEqual) };
});

const folder = mkdtempSync(join(tmpdir(), "modelfleet-access-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const loopback = { host: "127.0.0.1", allowFrom: [], allowHosts: [], origins: [] };
const network = { ...loopback, host: "0.0.0.0" };
const request = (headers: Record<string, string>, host = "127.0.0.1:8000"): Request =>
  new Request("http://server/", { headers: { ...headers, host } });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** 200, or the status of the refusal. */
async function outcome(
  authorize: ReturnType<typeof accessFor>["authorize"],
  headers: Record<string, string> = {},
  { from = "127.0.0.1", host = "127.0.0.1:8000" } = {},
): Promise<number> {
  const verdict = await authorize(request(headers, host), { remoteAddress: from });
  return verdict instanceof Response ? verdict.status : verdict ? 200 : 401;
}

describe("tokens", () => {
  it.each(["", "x", "new-token2", "new-toke", "old-token,new-token", "Bearer", "new-token old-token"])(
    "%j opens nothing",
    async (given) => {
      const { authorize } = accessFor(network, ["new-token", "old-token"]);
      expect(await outcome(authorize, bearer(given))).toBe(401);
      expect(await outcome(authorize, { authorization: given })).toBe(401);
      expect(await outcome(authorize)).toBe(401);
    },
  );

  it("are each taken, from anywhere and by any name", async () => {
    const { authorize } = accessFor(network, ["new-token", "old-token"]);
    for (const token of ["new-token", "old-token"]) {
      const headers = { ...bearer(token), origin: "http://page.test" };
      expect(await outcome(authorize, headers, { from: "203.0.113.9", host: "any.test" })).toBe(200);
    }
  });

  it.each(["new-token", "old-token", "older", "x", "new-tokem"])(
    "are compared in constant time, each with what was sent: %s",
    async (given) => {
      const { authorize } = accessFor(network, ["new-token", "old-token", "older"]);
      vi.mocked(timingSafeEqual).mockClear();
      await outcome(authorize, bearer(given));
      expect(vi.mocked(timingSafeEqual).mock.calls.map(([a, b]) => [a.byteLength, b.byteLength])).toEqual([
        [32, 32],
        [32, 32],
        [32, 32],
      ]);
    },
  );

  it("come from the environment and from a file; commands send the first", () => {
    const path = join(folder, "tokens");
    writeFileSync(path, "# since March\nfrom-file\r\n\n  second , third\n");
    vi.stubEnv("MODELFLEET_TOKEN", "");
    vi.stubEnv("MODELFLEET_TOKEN_FILE", "");
    expect(readTokens()).toEqual([]);
    expect(ownToken()).toBeUndefined();
    vi.stubEnv("MODELFLEET_TOKEN_FILE", path);
    expect(readTokens()).toEqual(["from-file", "second", "third"]);
    vi.stubEnv("MODELFLEET_TOKEN", "new,old\nolder");
    expect(readTokens()).toEqual(["new", "old", "older", "from-file", "second", "third"]);
    expect(ownToken()).toBe("new");
  });

  it("cannot be had of a file that is empty or not there", () => {
    const path = join(folder, "none");
    writeFileSync(path, "# nobody's\n");
    expect(() => readTokens(path)).toThrow(`There are no tokens in ${path}`);
    expect(() => readTokens(join(folder, "nowhere"))).toThrow(/cannot be read: .*nowhere \(ENOENT\)/);
  });
});

describe("off loopback", () => {
  it("without a token or addresses nothing starts", () => {
    for (const host of ["0.0.0.0", "::", "10.0.0.5", "server.example"]) {
      expect(() => accessFor({ ...loopback, host }, [])).toThrow(/MODELFLEET_TOKEN.*--allow-from/);
      expect(callersByAddress({ ...loopback, host }, false)).toBeUndefined();
    }
  });

  it("the addresses of a list may call, this machine may, and nobody else", async () => {
    const { authorize } = accessFor({ ...network, allowFrom: ["10.1.0.0/16", "fd00::/8", "192.0.2.7"] }, []);
    for (const from of [
      "10.1.2.3",
      "::ffff:10.1.2.3",
      "fd00::7",
      "192.0.2.7",
      "127.0.0.1",
      "::1",
      "::ffff:127.0.0.1",
    ]) {
      expect([from, await outcome(authorize, {}, { from })]).toEqual([from, 200]);
    }
    for (const from of ["10.2.0.1", "::ffff:10.2.0.1", "fe80::1", "192.0.2.8", "", "unknown"]) {
      expect([from, await outcome(authorize, bearer("x"), { from })]).toEqual([from, 403]);
    }
    expect(await authorize(request({}), {})).toHaveProperty("status", 403);
  });

  it("with both, the addresses need no token, and others do, this machine too", async () => {
    const { authorize } = accessFor({ ...network, allowFrom: ["10.1.0.0/16"] }, ["t0ken"]);
    expect(await outcome(authorize, {}, { from: "10.1.2.3" })).toBe(200);
    expect(await outcome(authorize, bearer("wrong"), { from: "10.1.2.3" })).toBe(200);
    for (const from of ["10.2.2.3", "127.0.0.1"]) {
      expect(await outcome(authorize, {}, { from })).toBe(401);
      expect(await outcome(authorize, bearer("t0ken"), { from })).toBe(200);
    }
  });

  it.each(["10.0.0.0/33", "10.0.0", "fd00::/129", "10.0.0.0/", "10.0.0.0/8/8", "worker", "fe80::1%eth0", "0x7f.1"])(
    "%s is no address and no network",
    (entry) => {
      expect(() => new AddressList([entry], "--allow-from")).toThrow(
        /--allow-from: .* is no IP address and no network/,
      );
    },
  );
});

describe.each([
  ["on loopback", accessFor(loopback, []).authorize, "127.0.0.1"],
  ["from an address of the list", accessFor({ ...network, allowFrom: ["10.1.0.0/16"] }, []).authorize, "10.1.2.3"],
  ["from one beside tokens", accessFor({ ...network, allowFrom: ["10.1.0.0/16"] }, ["t"]).authorize, "10.1.2.3"],
])("without a token %s", (_where, authorize, from) => {
  it.each(["127.0.0.1:8000", "localhost", "LOCALHOST:8000", "[::1]:8000", "10.0.0.5:8000", `${hostname()}:8000`])(
    "%s is a name of this server, for its own pages too",
    async (host) => {
      expect(await outcome(authorize, {}, { from, host })).toBe(200);
      for (const scheme of ["http", "https"]) {
        expect(await outcome(authorize, { origin: `${scheme}://${host}` }, { from, host })).toBe(200);
      }
    },
  );

  it.each([
    "",
    "evil.test",
    "evil.test:8000",
    "localhost.evil.test",
    "127.0.0.1.evil.test",
    "a@localhost",
    "localhost/x",
  ])("%j is a name that was made to lead here", async (host) => {
    expect(await outcome(authorize, {}, { from, host })).toBe(403);
    expect(await outcome(authorize, { origin: `http://${host}` }, { from, host })).toBe(403);
  });

  it.each([
    "http://evil.test",
    "null",
    "http://localhost:9999",
    "http://127.0.0.1:80",
    "file://",
    "",
    "http://127.0.0.1:8000/",
  ])("a page of the origin %j may not call", async (origin) => {
    expect(await outcome(authorize, { origin }, { from })).toBe(403);
  });
});

it("pages of the origins that are named may call, and no others", async () => {
  const { authorize } = accessFor({ ...loopback, origins: ["https://app.example.com"] }, []);
  expect(await outcome(authorize, { origin: "https://app.example.com" })).toBe(200);
  expect(await outcome(authorize, { origin: "https://app.example.com" }, { host: "evil.test" })).toBe(403);
  expect(await outcome(authorize, { origin: "http://app.example.com" })).toBe(403);
});

it("a server has the names that it is given", async () => {
  const { authorize } = accessFor({ ...network, allowFrom: ["10.0.0.0/8"], allowHosts: ["Fleet.Example"] }, []);
  const from = "10.1.2.3";
  expect(await outcome(authorize, {}, { from, host: "fleet.example:8000" })).toBe(200);
  expect(await outcome(authorize, {}, { from, host: "other.example:8000" })).toBe(403);
});

describe("workers", () => {
  const at = (host: string, port = 8001) => ({ workerKey: "m@llm", host, port });

  it("may be where the list says, however that is written", () => {
    const allowed = workersOf(["10.1.0.0/16", "GPU-1.example", "gpu-2:8002", "[fd00::7]:8001", "192.0.2.7"]);
    const yes = [at("10.1.2.3"), at("gpu-1.example", 9), at("GPU-1.example."), at("gpu-2", 8002), at("fd00:0::7")];
    for (const address of [...yes, at("[fd00::7]"), at("::ffff:10.1.2.3"), at("0xc0.0.2.7")]) {
      expect([address, allowed?.(address)]).toEqual([address, true]);
    }
    const no = [at("10.2.2.3"), at("gpu-2"), at("fd00::7", 8002), at("evil.test"), at("192.0.2.8"), at("127.0.0.1")];
    for (const address of [...no, at("gpu-1.example.evil.test")]) {
      expect([address, allowed?.(address)]).toEqual([address, false]);
    }
  });

  it.each(["a/b", "10.0.0.0/99", "host:99999", "host:0", "u@host", "169.254.169.254", "0.0.0.0:8001", ":8001"])(
    "%j is no place of one",
    (entry) => {
      expect(() => workersOf([entry])).toThrow("--allow-workers");
    },
  );

  it("register this machine's own addresses from this machine only, unless the list has them", () => {
    const anywhere = registrationRule(workersOf([]));
    for (const host of ["127.0.0.1", "localhost", "LOCALHOST.", "::1", "::ffff:127.0.0.1", "2130706433", "0x7f.1"]) {
      expect([host, anywhere(at(host), { remoteAddress: "10.0.0.9" })]).toEqual([host, false]);
      expect([host, anywhere(at(host), { remoteAddress: "::ffff:127.0.0.1" })]).toEqual([host, true]);
    }
    expect(anywhere(at("10.0.0.9"), { remoteAddress: "10.0.0.9" })).toBe(true);
    expect(anywhere(at("gpu-1"), {})).toBe(true);
    const listed = registrationRule(workersOf(["127.0.0.1:8001"]));
    expect(listed(at("localhost"), { remoteAddress: "127.0.0.1" })).toBe(false);
    expect(listed(at("127.0.0.1"), { remoteAddress: "10.0.0.9" })).toBe(true);
    expect(listed(at("127.0.0.1", 8002), { remoteAddress: "127.0.0.1" })).toBe(false);
  });
});
