import { expect, test, vi } from "vitest";
import { faultOf, setUpApi } from "./api-support.ts";

const key = (value: string): RequestInit => ({ headers: { authorization: `Bearer ${value}` } });

test("a key of the list opens, any other and none do not", async () => {
  const { get } = setUpApi({}, { keys: ["first-key", "second-key"] });
  expect((await get("/v1/models", key("first-key"))).status).toBe(200);
  expect((await get("/v1/models", { headers: { authorization: "bearer second-key" } })).status).toBe(200);
  for (const init of [{}, key("first-ke"), key("first-key2"), key(""), key("secondfirst-key"), key("x")]) {
    const response = await get("/v1/models", init);
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    const fault = await faultOf(response);
    expect(fault).toMatchObject({ status: 401, type: "invalid_request_error", code: "invalid_api_key" });
    expect(fault.message).not.toContain("first");
  }
  expect((await get("/v1/models", { headers: { authorization: "Basic first-key" } })).status).toBe(401);
});

test("how much is done for a key depends on the length of what was sent, and not on how much of it is right", async () => {
  const keys = ["first-key", "second-key-that-is-longer"];
  const { get } = setUpApi({}, { keys });
  const work = async (given: string): Promise<number> => {
    const read = vi.spyOn(String.prototype, "charCodeAt");
    await get("/v1/models", key(given));
    const { length } = read.mock.contexts.filter((text) => [given, ...keys].includes(String(text)));
    read.mockRestore();
    return length;
  };
  // Each of its characters beside one of each key.
  for (const given of ["first-key", "Xirst-key", "first-keX", "second-ke", "XXXXXXXXX"]) {
    expect([given, await work(given)]).toEqual([given, 2 * 2 * given.length]);
  }
});

test("every route wants the key, but for health", async () => {
  const { get, post, cluster } = setUpApi({}, { keys: ["k"] });
  for (const path of ["models", "models/stand-in", "nothing"]) expect((await get(`/api/v1/${path}`)).status).toBe(401);
  for (const path of ["chat/completions", "completions", "embeddings", "rerank", "beta/relevance"]) {
    expect((await post(`/v1/${path}`, {})).status).toBe(401);
  }
  for (const path of ["/health", "/api/health"]) {
    const response = await get(path);
    expect(await response.json()).toEqual({ status: "ok" });
    expect(response.headers.get("x-request-id")).toBeTruthy();
  }
  expect(cluster.requests).toEqual([]);
});

test("a function may know the keys; only true opens", async () => {
  const keys = async (given: string, request: Request): Promise<boolean> =>
    given === "good" && request.url.endsWith("/models") ? true : ("yes" as unknown as boolean);
  const { get } = setUpApi({}, { keys });
  expect((await get("/v1/models", key("good"))).status).toBe(200);
  expect((await get("/v1/models", key("bad"))).status).toBe(401);
});

test.each([[[]], [[""]], [["a", " "]]])("the keys %j are refused at once", (keys) => {
  expect(() => setUpApi({}, { keys })).toThrow(/keys/);
});

test("authorize decides after the key", async () => {
  const asked: string[] = [];
  const authorize = (request: Request): boolean | Response => {
    const user = request.headers.get("x-user") ?? "";
    asked.push(user);
    return user === "eve" ? Response.redirect("http://login.test/") : user === "ada";
  };
  const { get } = setUpApi({}, { keys: ["k"], authorize });
  const as = (user: string, given = "k"): Promise<Response> =>
    get("/v1/models", { headers: { "x-user": user, authorization: `Bearer ${given}` } });
  expect((await as("ada")).status).toBe(200);
  expect(await faultOf(await as("bob"))).toMatchObject({ status: 401, code: "unauthorized" });
  const redirected = await as("eve");
  expect(redirected.status).toBe(302);
  expect(redirected.headers.get("x-request-id")).toBeTruthy();
  expect((await as("ada", "wrong")).status).toBe(401);
  expect(asked).toEqual(["ada", "bob", "eve"]);
});

test("a hook that throws lets nobody in, and tells the caller nothing", async () => {
  const broken = new Error("secret of the database");
  const { get, reported } = setUpApi({}, { authorize: () => Promise.reject(broken) });
  const fault = await faultOf(await get("/v1/models"));
  expect(fault).toMatchObject({ status: 500, code: "internal_error" });
  expect(fault.message).not.toContain("secret");
  expect(reported).toEqual([broken]);
});

test("a sane x-request-id is kept, any other is replaced", async () => {
  const { get } = setUpApi();
  const idOf = async (given?: string): Promise<string | null> => {
    const headers: Record<string, string> = given === undefined ? {} : { "x-request-id": given };
    return (await get("/v1/models", { headers })).headers.get("x-request-id");
  };
  expect(await idOf("abc-123")).toBe("abc-123");
  for (const given of [undefined, "", "two words", "x".repeat(129), "<script>"]) {
    expect(await idOf(given)).toMatch(/^req_[\da-f-]{36}$/);
  }
  expect((await get("/v1/nothing")).headers.get("x-request-id")).toMatch(/^req_/);
});

test("pages of allowed origins may call, others may not", async () => {
  const { get, post } = setUpApi({}, { cors: ["https://app.example"], keys: ["k"] });
  const preflight = (origin: string): Promise<Response> =>
    get("/v1/chat/completions", {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,x-stainless-os",
      },
    });
  const allowed = await preflight("https://app.example");
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get("access-control-allow-origin")).toBe("https://app.example");
  expect(allowed.headers.get("access-control-allow-headers")).toContain("x-stainless-os");
  expect((await preflight("https://evil.example")).headers.has("access-control-allow-origin")).toBe(false);

  const refused = await post("/v1/chat/completions", {}, { headers: { origin: "https://app.example" } });
  expect(refused.status).toBe(401);
  expect(refused.headers.get("access-control-allow-origin")).toBe("https://app.example");
  expect(refused.headers.get("access-control-expose-headers")).toContain("x-request-id");
  const other = await post("/v1/chat/completions", {}, { headers: { origin: "https://evil.example" } });
  expect(other.headers.has("access-control-allow-origin")).toBe(false);
  expect(other.headers.get("vary")).toBe("Origin");
});

test("without an allow-list there are no CORS headers", async () => {
  const { get } = setUpApi();
  const response = await get("/v1/models", { headers: { origin: "https://app.example" } });
  expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
});

test.each([
  ["GET", "/v1/chat/completions", 405, "method_not_allowed", "POST"],
  ["DELETE", "/v1/models/stand-in", 405, "method_not_allowed", "GET, HEAD"],
  ["POST", "/v1/models", 405, "method_not_allowed", "GET, HEAD"],
  ["GET", "/v1/audio/speech", 404, "unknown_url", null],
])("%s %s is answered with %i", async (method, path, status, code, allow) => {
  const { get } = setUpApi();
  const response = await get(path, { method });
  expect(response.headers.get("allow")).toBe(allow);
  expect(await faultOf(response)).toMatchObject({ status, code });
});
