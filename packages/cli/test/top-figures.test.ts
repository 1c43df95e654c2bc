import type { ModelFigures } from "@modelfleet/client/operator";
import type { ModelInstance } from "@modelfleet/core";
import { describe, expect, it } from "vitest";
import { ageText, countText, secondsText, speedText } from "../src/terminal/short-numbers.ts";
import { FleetHistory } from "../src/top/fleet-history.ts";
import type { FleetReading } from "../src/top/fleet-reading.ts";
import { sparkline } from "../src/top/sparkline.ts";

const instance: ModelInstance = {
  workerKey: "m@llm",
  modelName: "m",
  workerType: "llm",
  host: "h",
  port: 1,
  weight: 1,
  checkHealthy: true,
  healthy: true,
  enabled: true,
};

function reading(at: number, tokens: number | undefined, firstToken = { sum: 0, count: 0 }): FleetReading {
  const figures: ModelFigures | undefined =
    tokens === undefined
      ? undefined
      : {
          inFlight: 1,
          waiting: 0,
          slots: 2,
          requests: { ok: 0, error: 0, cancelled: 0, refused: 0 },
          outputTokens: tokens,
          firstToken: { buckets: [], ...firstToken },
          request: { buckets: [], sum: 0, count: 0 },
        };
  return { at, workers: 1, instances: [{ instance, figuresState: "here", figures }] };
}

describe("the last minute", () => {
  it("tells speeds from two looks, and begins anew with a worker that does", () => {
    const history = new FleetHistory();
    const speed = (at: number, tokens: number | undefined): number | undefined =>
      history.add(reading(at, tokens)).instances[0]?.tokensPerSecond;
    expect(speed(0, 1_000)).toBeUndefined();
    expect(speed(2_000, 1_100)).toBe(50);
    expect(speed(3_000, 10)).toBeUndefined();
    expect(speed(4_000, 40)).toBe(30);
    expect(speed(5_000, undefined)).toBeUndefined();
    expect(speed(6_000, 40)).toBeUndefined();
  });

  it("tells the mean of its first tokens, else that of the worker's life", () => {
    const history = new FleetHistory();
    const first = (at: number, sum: number, count: number): number | undefined =>
      history.add(reading(at, 0, { sum, count })).instances[0]?.firstTokenSeconds;
    expect(first(0, 0, 0)).toBeUndefined();
    expect(first(1_000, 4, 4)).toBe(1);
    expect(first(70_000, 4, 4)).toBe(1);
    expect(first(71_000, 7, 5)).toBe(3);
  });

  it("is kept no longer", () => {
    const history = new FleetHistory();
    for (let second = 0; second < 200; second++) history.add(reading(second * 1000, second));
    expect(history.add(reading(200_000, 200)).instances[0]?.history).toHaveLength(60);
  });
});

describe("in few characters", () => {
  it.each([
    [
      secondsText,
      [undefined, 0.0123, 0.9996, 1.26, 12.4, 99.6, 3_600, 90_000, 800_000],
      ["", "12ms", "1.0s", "1.3s", "12s", "2m", "60m", "25h", "9d"],
    ],
    [ageText, [undefined, 0.2, 1.6, 98, 200], ["", "0s", "2s", "98s", "3m"]],
    [speedText, [undefined, 0, 12.34, 99.96, 123.4, 45_678], ["", "0.0", "12.3", "100", "123", "46k"]],
    [countText, [undefined, 0, 9_999, 10_000, 1_234_567], ["", "0", "9999", "10k", "1.2M"]],
  ])("%o", (text, values, expected) => {
    expect(values.map(text)).toEqual(expected);
  });

  it("draws a line of bars, the newest last", () => {
    expect(sparkline([0, 1, 4, 8], 4)).toBe("▁▂▅█");
    expect(sparkline([8, 0, 0], 2)).toBe("▁▁");
    expect(sparkline([], 10)).toBe("");
  });
});
