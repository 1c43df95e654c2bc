import { expect, test } from "vitest";
import { createStandInCluster } from "../src/index.ts";
import { serveStandIn } from "../src/node/index.ts";

test("smoke", async () => {
  const cluster = createStandInCluster();
  const post = (path: string, body: unknown) =>
    cluster.fetch(`${cluster.workers[0]?.url}/api/worker/${path}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    });
  const _response = await post("generate_stream", { model: "stand-in", messages: [{ role: "human", content: "hi" }] });
  const served = await serveStandIn(cluster);
  {
    using _ = cluster.fault("controllers", { type: "refuse" });
    await expect(fetch(`${served.controllerUrl}/api/health`)).rejects.toMatchObject({
      cause: { code: "ECONNREFUSED" },
    });
  }
  await served.settled();
  expect((await fetch(`${served.controllerUrl}/api/health`)).status).toBe(200);
  await served.close();
});
