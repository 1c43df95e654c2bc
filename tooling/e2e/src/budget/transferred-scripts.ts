import type { Page } from "playwright-core";

export interface TransferredScript {
  url: string;
  /** As it came over the network: headers and the compressed body, in bytes. */
  bytes: number;
}

/**
 * The scripts that the browser transferred until the page could be used: until it set the mark `usable`. By the
 * browser's own count (DevTools protocol, `Network.loadingFinished`).
 *
 * @returns those until the mark, and those after it, which came by the time that `settled` resolves
 */
export async function transferredScripts(
  page: Page,
  url: string,
  settled: (page: Page) => Promise<void>,
): Promise<{ before: TransferredScript[]; after: TransferredScript[] }> {
  const session = await page.context().newCDPSession(page);
  const scripts = new Map<string, { url: string; startedAt: number; bytes?: number }>();
  session.on("Network.responseReceived", ({ requestId, type, response, timestamp }) => {
    if (type === "Script") scripts.set(requestId, { url: response.url, startedAt: timestamp });
  });
  session.on("Network.requestWillBeSent", ({ requestId, type, request, timestamp }) => {
    if (type === "Script") scripts.set(requestId, { url: request.url, startedAt: timestamp });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId);
    if (script) script.bytes = encodedDataLength;
  });
  await session.send("Network.enable");
  await session.send("Performance.enable", { timeDomain: "timeTicks" });
  await page.goto(url);
  await settled(page);
  const usableAt = await page.evaluate(() => performance.getEntriesByName("usable")[0]?.startTime);
  if (usableAt === undefined) throw new Error("The page never said that it can be used: it sets the mark `usable`.");
  // The page's own times, for each address: what was asked for before the mark counts, whenever it came.
  const started = await page.evaluate(() =>
    performance.getEntriesByType("resource").map((entry) => [entry.name, entry.startTime] as [string, number]),
  );
  const startOf = new Map(started);
  const all = [...scripts.values()].map(({ url: address, bytes = 0 }) => ({ url: address, bytes }));
  const isBefore = ({ url: address }: TransferredScript): boolean => (startOf.get(address) ?? 0) <= usableAt;
  return { before: all.filter(isBefore), after: all.filter((script) => !isBefore(script)) };
}
