import type { Page } from "playwright-core";

/** What the browser keeps of the page's conversations, as JSON: all that would be there after a reload. */
export function keptConversations(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const opened = indexedDB.open("modelfleet-playground");
    await new Promise((resolve) => opened.addEventListener("success", resolve, { once: true }));
    const store = "conversations";
    const all = opened.result.transaction(store).objectStore(store).getAll();
    await new Promise((resolve) => all.addEventListener("success", resolve, { once: true }));
    opened.result.close();
    return JSON.stringify(all.result);
  });
}
