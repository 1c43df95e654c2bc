import type { ParameterDescription } from "@modelfleet/core";
import { describe, expect, it, test } from "vitest";
import {
  HeartbeatClock,
  isSecretParameter,
  parameterType,
  parseMetrics,
  quantile,
  readModelFigures,
} from "../src/operator/index.ts";

describe("figures of a worker", () => {
  it("are read with their labels, whatever those hold", () => {
    const text = '# HELP x X.\nx{a="1",b="q\\"\\\\\\n}"} 2.5 1700000000\ny +Inf\nnot a figure\nz{} NaN\n';
    expect(parseMetrics(text)).toEqual([
      { name: "x", labels: { a: "1", b: 'q"\\\n}' }, value: 2.5 },
      { name: "y", labels: {}, value: Number.POSITIVE_INFINITY },
    ]);
  });

  it("belong to the models that they name", () => {
    const figures = readModelFigures(
      'modelfleet_worker_slots{model="m",worker_type="llm"} 4\n' +
        'modelfleet_worker_requests_total{model="m",worker_type="llm",outcome="error"} 2\n' +
        'modelfleet_worker_requests_total{model="m",worker_type="llm",outcome="constructor"} 9\n' +
        'modelfleet_worker_slots{model="m",worker_type="text2vec"} 8\n' +
        "process_cpu_seconds_total 3\n",
    );
    expect([...figures.keys()]).toEqual(["m@llm", "m@text2vec"]);
    expect(figures.get("m@llm")).toMatchObject({ slots: 4, requests: { ok: 0, error: 2, cancelled: 0, refused: 0 } });
  });

  it("are none in a text of something else", () => {
    expect(readModelFigures("<!doctype html>").size).toBe(0);
  });

  it("tell shares, between the bounds that they have", () => {
    const buckets = [
      { bound: 1, count: 50 },
      { bound: 2, count: 90 },
      { bound: Number.POSITIVE_INFINITY, count: 100 },
    ];
    const distribution = { buckets, sum: 0, count: 100 };
    expect([0.25, 0.5, 0.7, 0.9, 0.99].map((share) => quantile(distribution, share))).toEqual([0.5, 1, 1.5, 2, 2]);
    expect(quantile({ buckets: [], sum: 0, count: 0 }, 0.5)).toBeUndefined();
  });
});

test("the age of a heartbeat does not depend on the controller's zone", () => {
  const now = Date.parse("2026-01-02T03:04:10Z");
  for (const zone of [0, 8, -3.5, 5.75]) {
    const clock = new HeartbeatClock();
    const said = (secondsAgo: number): string =>
      new Date(now + zone * 3_600_000 - secondsAgo * 1_000).toISOString().slice(0, -1);
    const rows = [
      { lastHeartbeat: said(2), healthy: true },
      { lastHeartbeat: said(3_000), healthy: false },
      { lastHeartbeat: undefined, healthy: false },
      { lastHeartbeat: "yesterday", healthy: true },
    ];
    expect(clock.ages(rows, now)).toEqual([2, 3_000, undefined, undefined]);
    // Half an hour later nothing is healthy any more: the zone is known.
    expect(clock.ages([{ lastHeartbeat: said(2), healthy: false }], now + 1_800_000)).toEqual([1_802]);
  }
  expect(new HeartbeatClock().ages([], now)).toEqual([]);
});

const parameter = (rest: Partial<ParameterDescription>): ParameterDescription => ({
  paramName: "p",
  required: false,
  isArray: false,
  ...rest,
});

test.each([
  [undefined, "string"],
  ["str", "string"],
  ["<class 'int'>", "integer"],
  ["Optional[float]", "number"],
  ["Boolean", "boolean"],
  ["Dict[str, Any]", "json"],
])("a parameter of type %s is read as %s", (paramType, expected) => {
  expect(parameterType(parameter({ paramType }))).toBe(expected);
});

test("a parameter with fields of its own is read as JSON, and one that DB-GPT marks as private is secret", () => {
  expect(parameterType(parameter({ paramType: "str", nestedFields: { a: [] } }))).toBe("json");
  expect(isSecretParameter(parameter({ extMetadata: { tags: "advanced,privacy" } }))).toBe(true);
  expect(isSecretParameter(parameter({ extMetadata: { tags: "advanced" } }))).toBe(false);
  expect(isSecretParameter(parameter({}))).toBe(false);
});
