import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { damaged, routes, secret } from "../src/bodies.ts";
import { type App, type Apps, openApps } from "../src/open-apps.ts";

let apps: Apps;
beforeAll(async () => {
  apps = await openApps();
  apps.worker.outputs = [{ text: "fine", delta: "fine", errorCode: 0, finishReason: "stop" }];
});
afterAll(() => apps[Symbol.asyncDispose]());

const servers = [
  ["controller", "controller"],
  ["local", "worker"],
  ["gateway", "worker"],
  ["api", "api"],
] as const;
const targets = servers.flatMap(([app, kind]) => Object.keys(routes[kind]).map((path) => ({ app, kind, path })));

async function answerOf(app: App, request: Request): Promise<{ status: number; text: string }> {
  const response = await app.fetch(request);
  return { status: response.status, text: await response.text() };
}

test.each(targets)(
  "$app: POST $path takes or refuses every body, and repeats nothing of it",
  async ({ app, kind, path }) => {
    const body = damaged(routes[kind][path] as fc.Arbitrary<never>);
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom("POST", "POST", "POST", "GET", "PUT"), async (json, method) => {
        const request = new Request(`http://10.0.0.1:8001${path}`, {
          method,
          ...(method === "GET" ? {} : { body: json }),
          headers: { "content-type": "application/json" },
        });
        const { status, text } = await answerOf(apps[app], request);
        expect(status, text).not.toBe(500);
        if (status === 400 || status === 422) expect(text).not.toContain(secret);
        expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
      }),
    );
  },
);

const value = fc.oneof(
  fc.constantFrom("m", "m@llm", "none", "true", "", "8001", "-1", "1e9", "__proto__", "constructor"),
  fc.string({ unit: "binary", maxLength: 12 }).map((text) => secret + text),
);
const names = ["model_name", "host", "port", "healthy_only", "remove_from_registry", "model", "worker_type"] as const;
const query = fc.dictionary(fc.oneof(fc.constantFrom(...names), value), value, { maxKeys: 6 });
const paths = [
  ["controller", "GET", "/api/controller/models"],
  ["controller", "DELETE", "/api/controller/models"],
  ["controller", "GET", "/metrics"],
  ["local", "GET", "/api/worker/parameter/descriptions"],
  ["local", "GET", "/api/worker/models/supports"],
  ["gateway", "GET", "/api/worker/parameter/descriptions"],
  ["api", "GET", "/v1/models"],
] as const;

test.each(paths)("%s: %s %s takes or refuses every query and header", async (app, method, path) => {
  const headers = fc.record({
    "x-modelfleet-instance": fc.constantFrom(
      "",
      "a",
      ":1",
      "10.0.0.1:8001",
      "[::1]:1",
      "10.0.0.1:99999",
      `${secret}:1`,
    ),
    "x-request-id": fc.constantFrom("r-1", secret, "x".repeat(300), "a b"),
    traceparent: fc.constantFrom("", "00-x", `00-${"a".repeat(32)}-${"b".repeat(16)}-01`),
  });
  await fc.assert(
    fc.asyncProperty(query, headers, async (fields, given) => {
      // A lone surrogate is nothing that a URL can hold.
      const search = new URLSearchParams(fields).toString();
      const request = new Request(`http://10.0.0.1:8001${path}?${search}`, { method, headers: given });
      const { status, text } = await answerOf(apps[app], request);
      expect(status, text).not.toBe(500);
      if (status === 422) expect(text).not.toContain(secret);
    }),
  );
});

test("api: any path of the API has an answer that is no fault of the server", async () => {
  const segment = fc.oneof(
    fc.constantFrom("models", "chat", "completions", "..", "%2e%2e", "%00", "%ff"),
    fc.webSegment(),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(segment, { maxLength: 4 }),
      fc.constantFrom("GET", "DELETE"),
      async (segments, method) => {
        const request = new Request(`http://10.0.0.1:8001/v1/${segments.join("/")}`, { method });
        expect((await answerOf(apps.api, request)).status).toBeLessThan(500);
      },
    ),
  );
});
