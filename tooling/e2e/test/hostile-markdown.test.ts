import { afterAll, beforeAll, expect } from "vitest";
import { testModels } from "../src/fleet/configs.ts";
import { type NativeServer, startFleet } from "../src/fleet/native-fleet.ts";
import { ChatRoom } from "../src/page/chat-room.ts";
import { test } from "../src/page/test.ts";

let fleet: NativeServer;
beforeAll(async () => {
  fleet = await startFleet({ config: testModels });
});
afterAll(() => fleet?.[Symbol.asyncDispose]());

/** What an answer may try, told by somebody who wants to run a script in the page or learn who reads it. */
const hostile = `<script>document.title = "owned"</script>

<img src="http://attacker.invalid/pixel" onerror="document.title = 'owned'">

<svg onload="document.title = 'owned'"></svg><iframe src="http://attacker.invalid/frame"></iframe>

<style>body { background: url(http://attacker.invalid/style) }</style>

<form action="http://attacker.invalid/form"><button>Send</button></form>

![an image](http://attacker.invalid/image.png) ![inline](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)

[a script](javascript:document.title='owned') [data](data:text/html,<script>top.document.title='owned'</script>)

[a place](https://attacker.invalid/page) <https://attacker.invalid/auto> http://attacker.invalid/bare

| a | b |
| --- | --- |
| <img src=x onerror="document.title='owned'"> | [x](vbscript:owned) |

\`\`\`html "><img src=http://attacker.invalid/fence onerror=alert(1)>
<script>document.title = "owned"</script>
\`\`\`

[reference][r]

[r]: javascript:document.title='owned'
`;

test("hostile Markdown of an answer runs no script and asks for nothing", async ({ open }) => {
  const { page, context, requests, problems } = await open(fleet.url);
  const room = new ChatRoom(page);
  await room.choose("echo");
  await room.ask(hostile);
  await room.answered();
  const answer = room.answers();
  expect(await page.title()).toBe("Chat · modelfleet");
  expect(await answer.locator("script, iframe, img[src^='http'], svg[onload], style, form").count()).toBe(0);
  // Shown as the text that it is.
  expect(await answer.textContent()).toContain(`<script>document.title = "owned"</script>`);

  const links = await answer
    .getByRole("link")
    .evaluateAll((all) =>
      all.map((link) => [link.getAttribute("href"), link.getAttribute("target"), link.getAttribute("rel")]),
    );
  expect(links.length).toBeGreaterThan(0);
  for (const [href, target, rel] of links) {
    expect(href).toMatch(/^https?:\/\/attacker\.invalid\//);
    expect(target).toBe("_blank");
    expect(rel).toMatch(/noopener/);
  }
  // Neither did anything ask elsewhere, nor did the policy have to step in.
  expect(requests.filter((url) => !url.startsWith(`${fleet.url}/`) && !/^(data|blob):/.test(url))).toEqual([]);
  expect(context.pages()).toHaveLength(1);
  expect(problems).toEqual([]);
});

test("the fleet serves the page with a policy that refuses scripts of an answer, on HEAD too", async ({ open }) => {
  for (const method of ["GET", "HEAD"]) {
    const policy = (await fetch(fleet.url, { method })).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
  }
  const { page, problems } = await open(fleet.url);
  await new ChatRoom(page).box.waitFor();
  // The policy is not only said, it holds.
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'owned'";
    document.body.append(script);
    document.body.insertAdjacentHTML(
      "beforeend",
      `<img src="http://attacker.invalid/x" onerror="document.title='owned'">`,
    );
  });
  await expect.poll(() => problems.join("\n")).toMatch(/script-src/);
  await expect.poll(() => problems.join("\n")).toMatch(/attacker\.invalid/);
  expect(await page.title()).toBe("Chat · modelfleet");
  problems.length = 0;
});
