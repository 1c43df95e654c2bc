import { afterAll, beforeAll, expect, test } from "vitest";
import { engines, pageProblems, problemsScript } from "../src/browsers/index.ts";
import type { Listening } from "../src/harness/listen.ts";
import { servePage } from "../src/harness/page-server.ts";

const faulty = `
console.warn("careful,", 1);
console.error("bad");
Promise.reject(new Error("left alone"));
const image = new Image();
image.src = "/missing.png";
document.head.append(image);
image.addEventListener("error", () => setTimeout(() => { throw new Error("thrown"); }));
globalThis.thrown = new Promise((resolve) => addEventListener("error", ({ message }) => message && resolve(true)));
`;

let site: Listening;
beforeAll(async () => {
  site = await servePage({
    "/": { type: "text/html", content: `<script src="/problems.js"></script><script src="/faulty.js"></script>` },
    "/problems.js": { type: "text/javascript", content: await problemsScript() },
    "/faulty.js": { type: "text/javascript", content: faulty },
  });
});
afterAll(() => site?.close());

test.each(engines)("$name: what goes wrong in a page is known afterwards", async (engine) => {
  const tab = await engine.open();
  try {
    await tab.goto(site.url);
    await tab.evaluate("thrown");
    const problems = await pageProblems(tab);
    expect(problems.toSorted()).toEqual([
      expect.stringMatching(/^Not loaded: <img .*missing.png/),
      expect.stringMatching(/^Uncaught: .*thrown/),
      "Unhandled: Error: left alone",
      "console.error: bad",
      "console.warn: careful, 1",
    ]);
  } finally {
    await tab.close();
  }
});
