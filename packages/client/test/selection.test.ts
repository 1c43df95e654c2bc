import {
  type ModelInstance,
  type ModelMessage,
  prefixAffinity,
  random,
  roundRobin,
  type SelectionContext,
  twoChoices,
} from "@modelfleet/client";
import { expect, test } from "vitest";

function instance(port: number, weight = 1): ModelInstance {
  return {
    workerKey: "m@llm",
    modelName: "m",
    workerType: "llm",
    host: "127.0.0.1",
    port,
    weight,
    checkHealthy: true,
    healthy: true,
    enabled: true,
  };
}

/** A seeded generator (mulberry32), so that a failing draw can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

function context(overrides: Partial<SelectionContext> = {}): SelectionContext {
  return { inFlight: () => 0, random: seeded(7), sequence: 0, ...overrides };
}

const ask = (content: string): ModelMessage[] => [{ role: "human", content }];

function share(pick: () => ModelInstance, port: number, draws = 4_000): number {
  let hits = 0;
  for (let draw = 0; draw < draws; draw++) if (pick().port === port) hits++;
  return hits / draws;
}

test("two choices prefer the instance with less to do for its weight", () => {
  const busy = instance(1);
  const idle = instance(2);
  const draw = context({ inFlight: (row) => (row.port === 1 ? 5 : 0) });
  expect(share(() => twoChoices([busy, idle], draw), 2)).toBe(1);
});

test("two choices give a heavier instance more", () => {
  const inFlight = new Map<number, number>();
  const draw = context({ inFlight: (row) => inFlight.get(row.port) ?? 0 });
  for (let request = 0; request < 400; request++) {
    const { port } = twoChoices([instance(1, 3), instance(2, 1)], draw);
    inFlight.set(port, (inFlight.get(port) ?? 0) + 1);
  }
  expect((inFlight.get(1) ?? 0) / (inFlight.get(2) ?? 1)).toBeCloseTo(3, 0);
});

test("an instance of weight 0 gets nothing while another one has a weight", () => {
  const draw = context();
  expect(share(() => twoChoices([instance(1, 0), instance(2, 1)], draw), 1)).toBe(0);
  expect([1, 2]).toContain(twoChoices([instance(1, 0), instance(2, 0)], draw).port);
});

test("random takes each as often as the others, whatever the weights", () => {
  const draw = context();
  expect(share(() => random([instance(1, 9), instance(2, 1)], draw), 1)).toBeCloseTo(0.5, 1);
});

test("round robin takes one after the other", () => {
  const rows = [instance(1), instance(2), instance(3)];
  const ports = [0, 1, 2, 3].map((sequence) => roundRobin(rows, context({ sequence })).port);
  expect(ports).toEqual([1, 2, 3, 1]);
});

test("a conversation keeps its worker, also when another one leaves", () => {
  const rows = [1, 2, 3, 4].map((port) => instance(port));
  for (let conversation = 0; conversation < 50; conversation++) {
    const draw = context({ messages: ask(`question ${conversation}`) });
    const own = prefixAffinity(rows, draw);
    expect(prefixAffinity([...rows].reverse(), draw)).toBe(own);
    const others = rows.filter((row) => row !== own);
    const withoutOne = rows.filter((row) => row !== others[0]);
    expect(prefixAffinity(withoutOne, draw)).toBe(own);
  }
});

test("conversations spread over the workers by weight", () => {
  const rows = [instance(1, 1), instance(2, 3)];
  let conversation = 0;
  const pick = () => prefixAffinity(rows, context({ messages: ask(`question ${conversation++}`) }));
  expect(share(pick, 2)).toBeCloseTo(0.75, 1);
});

test("an overloaded worker loses a conversation to another one", () => {
  const rows = [instance(1), instance(2)];
  const messages = ask("a question");
  const own = prefixAffinity(rows, context({ messages }));
  const loaded = context({ messages, inFlight: (row) => (row === own ? 10 : 0) });
  expect(prefixAffinity(rows, loaded)).not.toBe(own);
});

test("later turns of a conversation stay where its first question went", () => {
  const rows = [1, 2, 3, 4].map((port) => instance(port));
  const first = ask("a question");
  const later: ModelMessage[] = [...first, { role: "ai", content: "An answer." }, { role: "human", content: "And?" }];
  expect(prefixAffinity(rows, context({ messages: later }))).toBe(prefixAffinity(rows, context({ messages: first })));
});
