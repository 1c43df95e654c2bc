import type { ModelInstance } from "@modelfleet/client";
import { readModelFigures } from "@modelfleet/client/operator";
import { expect, test } from "vitest";
import { changesBetween } from "../src/fleet/fleet-changes.ts";
import { combined, FleetHistory, meanFirstTokenMs } from "../src/fleet/fleet-history.ts";
import { FleetReader, type FleetReading } from "../src/fleet/fleet-reading.ts";
import { FleetWatch } from "../src/fleet/fleet-watch.ts";
import { linePoints } from "../src/fleet/sparkline.tsx";
import type { Connection } from "../src/fleet-connection/connection.ts";

const row = (name: string, rest: Partial<ModelInstance> = {}): ModelInstance => ({
  workerKey: `${name}@${rest.workerType ?? "llm"}`,
  modelName: name,
  workerType: "llm",
  host: "w",
  port: 8001,
  weight: 1,
  checkHealthy: true,
  healthy: true,
  enabled: true,
  lastHeartbeat: "2026-01-02T03:04:05",
  ...rest,
});

const metrics = (tokens: number, firstTokens = 0, name = "qwen") => `# HELP modelfleet_worker_slots Slots.
# TYPE modelfleet_worker_slots gauge
modelfleet_worker_requests_in_flight{model="${name}",worker_type="llm"} 2
modelfleet_worker_requests_waiting{model="${name}",worker_type="llm"} 1
modelfleet_worker_slots{model="${name}",worker_type="llm"} 8
modelfleet_worker_output_tokens_total{model="${name}",worker_type="llm"} ${tokens}
modelfleet_worker_first_token_seconds_bucket{model="${name}",worker_type="llm",le="+Inf"} ${firstTokens}
modelfleet_worker_first_token_seconds_sum{model="${name}",worker_type="llm"} ${firstTokens * 0.2}
modelfleet_worker_first_token_seconds_count{model="${name}",worker_type="llm"} ${firstTokens}
process_cpu_seconds_total 3
`;

const reading = (at: number, tokens: number, firstTokens = 0, rows = [row("qwen")]): FleetReading => ({
  at,
  instances: rows,
  figures: new Map([["w:8001", readModelFigures(metrics(tokens, firstTokens))]]),
});

test("speeds are told between two readings, and a worker that started anew begins anew", () => {
  const history = new FleetHistory();
  expect(history.add(reading(0, 100)).instances[0]?.samples).toEqual([]);
  expect(history.add(reading(2_000, 150, 2)).instances[0]?.samples).toEqual([
    { at: 2_000, inFlight: 2, tokensPerSecond: 25, firstTokenMs: 200 },
  ]);
  const anew = history.add(reading(4_000, 10)).instances[0];
  expect(anew?.samples).toHaveLength(1);
  expect(history.add(reading(6_000, 20)).instances[0]?.samples.at(-1)?.tokensPerSecond).toBe(5);
});

test("charts go back two minutes, and a worker without figures has none", () => {
  const history = new FleetHistory();
  for (let at = 0; at <= 200_000; at += 2_000) history.add(reading(at, at));
  const { instances } = history.add({ ...reading(202_000, 0), figures: new Map() });
  expect(instances[0]?.figures).toBeUndefined();
  expect(instances[0]?.samples[0]?.at).toBe(82_000);
});

test("worker processes are counted apart, and models stand by type and name", () => {
  const rows = [
    row("WorkerManager", { workerType: "service" }),
    row("zeta"),
    row("embed", { workerType: "text2vec" }),
    row("alpha", { port: 8010 }),
    row("alpha", { port: 8002, healthy: false }),
    row("off", { enabled: false }),
  ];
  const status = new FleetHistory().add(reading(0, 0, 0, rows));
  expect(status.workers).toEqual([{ address: "w:8001", health: "healthy" }]);
  expect(status.instances.map(({ instance, address, health }) => [instance.modelName, address, health])).toEqual([
    ["alpha", "w:8002", "unhealthy"],
    ["alpha", "w:8010", "healthy"],
    ["off", "w:8001", "disabled"],
    ["zeta", "w:8001", "healthy"],
    ["embed", "w:8001", "healthy"],
  ]);
});

test("instances together: sums of what they do, the mean of what they wait", () => {
  const at = 2_000;
  const sample = (tokensPerSecond: number, firstTokenMs?: number) => ({
    at,
    inFlight: 1,
    tokensPerSecond,
    firstTokenMs,
  });
  const status = new FleetHistory().add(reading(0, 0)).instances[0];
  if (!status) throw new Error("There is one.");
  const all = [sample(10, 100), sample(5), sample(1, 300)].map((one) => ({ ...status, samples: [one] }));
  expect(combined(all)).toEqual([{ at, inFlight: 3, tokensPerSecond: 16, firstTokenMs: 200 }]);
  expect(meanFirstTokenMs({ ...status, samples: [sample(1, 80), sample(1)] })).toBe(80);
});

test("what happens to instances is news, heartbeats are none", () => {
  const history = new FleetHistory();
  const first = history.add(reading(0, 0, 0, [row("a"), row("b")]));
  const later = history.add(
    reading(1, 9, 1, [row("a", { healthy: false, lastHeartbeat: "2026-01-02T03:05:00" }), row("c")]),
  );
  expect(changesBetween(first, later)).toEqual([
    { at: 1, kind: "unhealthy", model: "a", address: "w:8001" },
    { at: 1, kind: "appeared", model: "c", address: "w:8001" },
    { at: 1, kind: "gone", model: "b", address: "w:8001" },
  ]);
  expect(changesBetween(later, later)).toEqual([]);
});

/** A connection of which only what the fleet page reads is there. */
const connection = (
  instances: () => Promise<ModelInstance[]>,
  workerMetrics: Connection["workerMetrics"],
): Connection => ({ fleet: { instances }, workerMetrics }) as unknown as Connection;

test("a worker without figures is left alone, and one that is away does not hide the others", async () => {
  const asked: number[] = [];
  const rows = [
    row("qwen"),
    row("python", { port: 8002 }),
    row("away", { port: 8003 }),
    row("dead", { port: 8004, healthy: false }),
  ];
  const reader = new FleetReader(
    connection(
      async () => rows,
      async ({ port }) => {
        asked.push(port);
        if (port === 8003) throw new TypeError("Failed to fetch");
        return port === 8001 ? metrics(1) : undefined;
      },
    ),
  );
  const { signal } = new AbortController();
  for (const _turn of [1, 2]) expect([...(await reader.read(signal)).figures.keys()]).toEqual(["w:8001"]);
  expect(asked.toSorted()).toEqual([8001, 8001, 8002, 8003]);
});

test("a controller that goes and comes back is told once each, and what was known stays", async () => {
  let gone = false;
  const watch = new FleetWatch(
    connection(
      async () => {
        if (gone) throw new Error("No controller answers");
        return [row("qwen")];
      },
      async () => undefined,
    ),
  );
  const { signal } = new AbortController();
  await watch.read(signal);
  gone = true;
  await expect(watch.read(signal)).rejects.toThrow("No controller");
  await expect(watch.read(signal)).rejects.toThrow("No controller");
  expect(watch.status?.instances).toHaveLength(1);
  gone = false;
  await watch.read(signal);
  expect(watch.changes.get().map(({ kind }) => kind)).toEqual(["controller-back", "controller-gone"]);
});

test("charts have the newest at their right edge and leave out what was not measured", () => {
  const points = linePoints(
    [
      { at: 0, value: 1 },
      { at: 60_000, value: 10 },
      { at: 90_000, value: undefined },
      { at: 120_000, value: 5 },
    ],
    120_000,
  );
  expect(points.map(([x]) => x)).toEqual([0, 60, 120]);
  expect(points[1]?.[1]).toBeLessThan(points[2]?.[1] ?? 0);
});
