import { createFleet } from "@modelfleet/client";
import { createStandInCluster } from "@modelfleet/testing";
import { expect, test } from "vitest";

const models = [{ name: "m", type: "llm", answer: "one" }] as const;
// Only these need the model's metadata.
const messages = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "Hi" },
] as const;

const byKey = (key: string) => ({ headers: { "x-key": key } });

function setUp() {
  const cluster = createStandInCluster({ models });
  const fleet = createFleet({ controller: cluster.controllerUrl, fetch: cluster.fetch });
  const ask = (call?: { headers: Record<string, string> }) => fleet.chat.generate({ model: "m", messages }, call);
  const asked = () => cluster.requests.filter(({ path }) => path.endsWith("/model_metadata"));
  return { cluster, ask, asked };
}

test("a caller with a bad key fails nobody but itself", async () => {
  const { cluster, ask } = setUp();
  cluster.fault("workers", { type: "status", status: 401, when: ({ headers }) => headers["x-key"] === "bad" });
  const [bad, good] = await Promise.allSettled([ask(byKey("bad")), ask(byKey("good"))]);
  expect(bad).toMatchObject({ status: "rejected", reason: { status: 401 } });
  expect(good).toMatchObject({ status: "fulfilled", value: { text: "one" } });
  expect(await ask(byKey("good"))).toMatchObject({ text: "one" });
});

test("callers without headers of their own share one question, and all know its answer for a while", async () => {
  const { ask, asked } = setUp();
  await Promise.all([ask(), ask(), ask()]);
  expect(asked()).toHaveLength(1);
  await ask(byKey("another"));
  expect(asked()).toHaveLength(1);
});
