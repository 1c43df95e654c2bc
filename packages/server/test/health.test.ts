import { combineApps, controllerApp, MemoryModelRegistry, workerApp } from "@modelfleet/server";
import { expect, test } from "vitest";
import { setUpCluster } from "./cluster.ts";

test("every server says that it lives, to those who have no token too", async () => {
  await using cluster = await setUpCluster();
  const options = { authorize: () => false, cors: ["https://app.test"] };
  const controller = controllerApp(new MemoryModelRegistry(), options);
  const worker = workerApp(cluster.manager, options);
  for (const app of [controller, worker, combineApps(controller, worker)]) {
    const answer = await app.fetch(
      new Request("http://server.test/health", { headers: { origin: "https://app.test", "x-request-id": "r-1" } }),
    );
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: "ok" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://app.test");
    expect(answer.headers.get("x-request-id")).toBe("r-1");
  }
  // What else there is stays behind the token.
  expect((await worker.fetch(new Request("http://server.test/api/worker/models/supports"))).status).toBe(401);
});
