import { createFleet } from "@modelfleet/client";
import { createStandInCluster } from "@modelfleet/testing";
import { expect, test } from "vitest";

test("nothing is handed out after an abort, not even what had arrived before it", async () => {
  const cluster = createStandInCluster({ models: [{ name: "m", type: "llm", answer: "one two three four" }] });
  const inOnePiece: typeof fetch = async (input, init) => {
    const response = await cluster.fetch(input, init);
    return new Response(await response.arrayBuffer(), { status: response.status, headers: response.headers });
  };
  const fleet = createFleet({ controller: cluster.controllerUrl, fetch: inOnePiece });
  const controller = new AbortController();
  const reason = new Error("enough");
  const stream = fleet.chat.stream({ model: "m", messages: "Hi" }, { signal: controller.signal });
  expect((await stream.next()).value).toMatchObject({ text: "one" });
  controller.abort(reason);
  await expect(stream.next()).rejects.toBe(reason);
  expect(await stream.next()).toEqual({ done: true, value: undefined });
});
