import { describe, expect, it } from "vitest";
import { checkNode, checkProxies } from "../src/doctor/check-environment.ts";
import { checkHost, isPrivateAddress } from "../src/doctor/check-host.ts";
import { type Arrival, judgeArrivals } from "../src/doctor/judge-arrivals.ts";

describe("what doctor finds that is not provoked from outside", () => {
  const pieces = (...at: [atMs: number, madeAtMs?: number][]): Arrival[] =>
    at.map(([atMs, madeAtMs]) => ({ atMs, madeAtMs }));

  it.each([
    ["as they are made", pieces([10, 0], [210, 200], [410, 400]), 0, "ok"],
    ["at once", pieces([410, 0], [410, 200], [410, 400]), 0, "problem"],
    ["at once, after a short pause of our own", pieces([410, 0], [410, 200], [410, 400]), 100, "problem"],
    ["at once, which were made at once", pieces([410, 0], [410, 50], [410, 100]), 0, "ok"],
    ["at once after a while, made nobody knows when", pieces([1_500], [1_500], [1_500]), 0, "problem"],
    ["at once after a pause of our own", pieces([410, 0], [410, 200], [410, 400]), 350, undefined],
    ["too few", pieces([10, 0], [410, 400]), 0, "note"],
  ])("pieces that come %s", (_what, arrivals, pausedMs, level) => {
    expect(judgeArrivals("m", arrivals, pausedMs)?.level).toBe(level);
  });

  it.each([
    ["v22.12.0", "ok"],
    ["v24.1.0", "ok"],
    ["v22.11.9", "problem"],
    ["v18.20.0", "problem"],
  ])("Node %s: %s", (version, level) => {
    expect(checkNode(version).level).toBe(level);
  });

  it.each([
    [{}, "ok"],
    [{ HTTP_PROXY: "http://p" }, "warning"],
    [{ http_proxy: "http://p", no_proxy: "*" }, "note"],
    [{ HTTP_PROXY: "http://p", NO_PROXY: "localhost,.corp.test" }, "note"],
    [{ HTTP_PROXY: "http://p", NO_PROXY: "a.corp.test:8001" }, "warning"],
    [{ HTTP_PROXY: "http://p", NO_PROXY: "a.corp.test:8000" }, "note"],
    [{ HTTPS_PROXY: "http://p" }, "note"],
  ])("a proxy by %j: %s", (environment, level) => {
    expect(checkProxies(["http://a.corp.test:8000"], environment).level).toBe(level);
  });

  it.each([
    ["10.1.2.3", true],
    ["172.20.0.3", true],
    ["fd00::1", true],
    ["172.40.0.3", false],
    ["worker-1", false],
  ])("%s is of a private network: %s", (host, isPrivate) => {
    expect(isPrivateAddress(host)).toBe(isPrivate);
  });

  it("takes loopback for another machine's where the controller is one", async () => {
    expect(await checkHost("127.0.0.1", "w", true)).toBeUndefined();
    expect((await checkHost("127.0.0.1", "w", false))?.message).toContain("means this machine");
  });
});
