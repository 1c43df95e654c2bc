import type { CDPSession, Page } from "playwright-core";

/** How long the piece of work below keeps a thread busy on the machine for which budgets of time were set, in milliseconds. */
const knownMs = 16;

/** Work as the page does it while an answer comes: texts are read out of JSON, put together and searched. */
function work(): number {
  const words = "The controller keeps a list of **instances**, and `workers` run models. ".repeat(20);
  let found = 0;
  for (let round = 0; round < 600; round += 1) {
    const { text } = JSON.parse(JSON.stringify({ text: words + round, error_code: 0 })) as { text: string };
    found += text.match(/[*`][^*`]+[*`]/g)?.length ?? 0;
    found += text
      .split(" ")
      .map((word) => word.toLowerCase())
      .join(" ").length;
  }
  return found;
}

/**
 * How many times longer than there the main thread of the page is busy with known work, here and now; 1 where it is not:
 * on a quicker machine budgets stay as they are. A slow processor, and one that others use as well, shows in both.
 */
export async function slowness(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  // Once before it counts: what is run for the first time is compiled.
  await page.evaluate(work);
  const before = await threadMs(session);
  for (let time = 0; time < 5; time += 1) await page.evaluate(work);
  const spent = (await threadMs(session)) - before;
  await session.detach();
  return Math.max(1, spent / 5 / knownMs);
}

/** For how long the page's main thread has had a processor. */
async function threadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  const time = metrics.find(({ name }) => name === "ThreadTime");
  if (!time) throw new Error("The browser does not tell the time of its threads.");
  return time.value * 1_000;
}
