import { afterAll, beforeAll, expect } from "vitest";
import { testModels } from "../src/fleet/configs.ts";
import { type NativeServer, startFleet } from "../src/fleet/native-fleet.ts";
import { type StaticSite, serveStatically } from "../src/page/static-site.ts";
import { test } from "../src/page/test.ts";

let fleet: NativeServer;
let site: StaticSite;
beforeAll(async () => {
  fleet = await startFleet({ config: testModels });
  site = await serveStatically();
});
afterAll(async () => {
  await fleet?.[Symbol.asyncDispose]();
  await site?.[Symbol.asyncDispose]();
});

const samples = `The worker sends a heartbeat to the controller
A worker without a heartbeat is unhealthy for the controller
Bread dough rises in a warm kitchen`;

test.for([
  ["the native fleet", () => `${fleet.url}/#/texts`],
  ["the tab's fleet", () => `${site.url}#/texts`],
] as const)("texts are embedded and compared by %s", async ([_name, url], { open }) => {
  const { page } = await open(url());
  await page.getByRole("textbox", { name: "Texts" }).fill(samples);
  await page.getByText("3 of at most").waitFor();
  await page.getByRole("button", { name: "Compare texts" }).click();
  const matrix = page.getByRole("region", { name: "Similarity of each two texts" }).getByRole("table");
  await matrix.waitFor();
  const rows = await matrix
    .getByRole("row")
    .evaluateAll((all) =>
      all.slice(1).map((row) => [...row.querySelectorAll("td")].map((cell) => Number(cell.textContent))),
    );
  expect(rows).toHaveLength(3);
  const [first = [], second = [], third = []] = rows;
  // Each text is its own nearest, both ways are the same, and texts of one subject are nearer.
  expect([first[0], second[1], third[2]]).toEqual([1, 1, 1]);
  expect(first[1]).toBe(second[0]);
  expect(first[1]).toBeGreaterThan(first[2] ?? 1);
  const map = page.getByRole("list", { name: "Map of the texts" });
  await expect.poll(() => map.getByRole("button").count()).toBe(3);
});

test("documents are ranked for a query", async ({ open }) => {
  const { page } = await open(`${fleet.url}/#/texts`);
  await page.getByRole("radio", { name: "Rerank" }).click();
  const rank = page.getByRole("button", { name: "Rank documents" });
  await page.getByRole("textbox", { name: "Documents" }).fill(samples);
  expect(await rank.isDisabled()).toBe(true);
  await page.getByText("Say what is looked for.").waitFor();
  await page.getByRole("textbox", { name: "Query" }).fill("bread in the kitchen");
  await rank.click();
  const table = page.getByRole("table");
  await table.getByRole("row").nth(1).filter({ hasText: "Bread dough rises" }).waitFor();
  await table.getByRole("row").nth(1).filter({ hasText: "up 2" }).waitFor();
});
