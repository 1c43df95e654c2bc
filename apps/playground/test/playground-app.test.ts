import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { playgroundApp } from "../serve/playground-app.ts";

const page = `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src &#39;self&#39;">`;
const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true });
});

async function builtPage(index = page) {
  const parent = await mkdtemp(join(tmpdir(), "modelfleet-page-"));
  made.push(parent);
  await writeFile(join(parent, "secret.txt"), "secret");
  const folder = join(parent, "dist");
  await mkdir(join(folder, "assets"), { recursive: true });
  await writeFile(join(folder, "index.html"), index);
  await writeFile(join(folder, "assets", "chat-AbCd1234.js"), "run()");
  return playgroundApp(folder);
}

test.each(["GET", "HEAD"])("%s / has the page's policy as a header, and may not be framed", async (method) => {
  const answer = await (await builtPage()).request("/", { method });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-security-policy")).toBe(
    "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
  );
  expect(answer.headers.get("content-type")).toMatch(/^text\/html/);
  expect(answer.headers.get("cache-control")).toBe("no-cache");
  expect(await answer.text()).toBe(method === "GET" ? page : "");
});

test("files whose names change with their content are kept for good", async () => {
  const answer = await (await builtPage()).request("/assets/chat-AbCd1234.js");
  expect(answer.headers.get("content-type")).toMatch(/javascript/);
  expect(answer.headers.get("cache-control")).toContain("immutable");
  expect(await answer.text()).toBe("run()");
});

test.each(["/../secret.txt", "/assets/..%2f..%2fsecret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/assets"])(
  "%s leads nowhere",
  async (path) => {
    expect((await (await builtPage()).request(`http://localhost${path}`)).status).toBe(404);
  },
);

test("a page without a policy is not served", async () => {
  await expect(builtPage("<p>")).rejects.toThrow("no content security policy");
});
