import { PassThrough } from "node:stream";
import type { ServedRequest } from "@modelfleet/server/node";
import { describe, expect, it } from "vitest";
import { type LogLevel, openServerLog } from "../src/serving/server-log.ts";
import { postJson, startServing } from "./support/serving.ts";

const served: ServedRequest = {
  method: "POST",
  path: "/v1/chat/completions",
  status: 200,
  durationMs: 1234.56,
  broken: false,
  requestId: "r-1",
  model: "m",
  remoteAddress: "127.0.0.1",
};

function logged(
  given: Partial<ServedRequest>,
  { terminal = false, level }: { terminal?: boolean; level?: LogLevel } = {},
): string {
  const stream = Object.assign(new PassThrough(), { isTTY: terminal, getColorDepth: () => 1 });
  openServerLog(level, stream as never).request({ ...served, ...given });
  return (stream.read() as Buffer | null)?.toString() ?? "";
}

describe("the log of a server", () => {
  it("is lines of JSON off a terminal", () => {
    const line = logged({});
    expect(line.endsWith("\n")).toBe(true);
    expect(JSON.parse(line)).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      level: "info",
      message: "request",
      method: "POST",
      route: "/v1/chat/completions",
      status: 200,
      duration_ms: 1234.6,
      model: "m",
      request_id: "r-1",
      remote_address: "127.0.0.1",
    });
  });

  it("is lines for a person on one", () => {
    expect(logged({}, { terminal: true })).toMatch(
      /^\S*\d\d:\d\d:\d\d\S* POST \/v1\/chat\/completions \S*200\S* 1\.235 s m r-1\n$/,
    );
  });

  it("leaves out the id where it would break the line, but for what failed", () => {
    const requestId = "r".repeat(60);
    expect(logged({ requestId }, { terminal: true })).not.toContain("rrr");
    expect(logged({ requestId, status: 500 }, { terminal: true })).toContain(requestId);
  });

  it("takes no line, no colour and no length from a caller", () => {
    const model = `a\n\u001b[31mb${"c".repeat(1_000)}`;
    const line = logged({ model }, { terminal: true });
    expect(line.split("\n")).toHaveLength(2);
    expect(line).not.toContain("\u001b[31m");
    expect(line.length).toBeLessThan(300);
  });

  it.each([
    [{}, "info"],
    [{ path: "/metrics" }, "debug"],
    [{ path: "/assets/page.js", method: "GET" }, "debug"],
    [{ path: "/v1/models", method: "GET" }, "info"],
    [{ path: "/api/controller/heartbeat" }, "debug"],
    [{ path: "/metrics", status: 401 }, "warn"],
    [{ status: 499, broken: true }, "info"],
    [{ status: 503 }, "error"],
  ] as const)("%j is of level %s", (given, level) => {
    expect(JSON.parse(logged(given, { level: "debug" }))).toMatchObject({ level });
    expect(logged(given, { level: "off" })).toBe("");
  });
});

it("a server's log names each request, and repeats neither token nor prompt nor answer", {
  timeout: 30_000,
}, async () => {
  const env = { MODELFLEET_TOKEN: "a-secret-token" };
  await using fleet = await startServing(["up", "--port=0", "--no-open", "--model=builtin", "--log-level=debug"], {
    env,
  });
  const question = "What is a controller, secretly?";
  const headers = { authorization: "Bearer a-secret-token", "x-request-id": "r-42" };
  const body = { model: "guide", messages: [{ role: "user", content: question }] };
  const answer = await (await postJson(`${fleet.url}/v1/chat/completions`, body, headers)).text();
  const said =
    (JSON.parse(answer) as { choices: { message: { content: string } }[] }).choices[0]?.message.content ?? "";
  expect((await fetch(`${fleet.url}/v1/models?key=a-secret-token`)).status).toBe(401);
  await fleet.command.says('"status":401');
  const entries = fleet.command.stderr
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(entries).toContainEqual(
    expect.objectContaining({
      level: "info",
      route: "/v1/chat/completions",
      model: "guide",
      request_id: "r-42",
      status: 200,
    }),
  );
  expect(entries).toContainEqual(expect.objectContaining({ level: "warn", route: "/v1/models", status: 401 }));
  for (const secret of ["a-secret-token", question, said.slice(0, 40)])
    expect(fleet.command.stderr).not.toContain(secret);
});
