import { quantile } from "../quantile.ts";
import { table } from "../table.ts";
import type { OverloadResult } from "./overload.ts";
import { type SlowReadersResult, tokenBytes } from "./slow-readers.ts";

const ms = (value: number): string => `${value.toFixed(0)} ms`;
const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const spread = (values: readonly number[]): string[] => [0.5, 0.99, 1].map((share) => ms(quantile(values, share)));

/** The account of overloads, a row for each way. */
export function overloadReport(results: readonly OverloadResult[]): string {
  const counts = results.map(({ way, account, refusedByWorkers, mostRunning, mostWaiting, left }) => [
    way,
    ...[account.asked, account.whole, account.refusals.length, account.violated].map(String),
    ...[refusedByWorkers, mostRunning, mostWaiting, left].map(String),
  ]);
  const times = results.map(({ way, account, longestWait, before, after, recoveredAfter }) => [
    way,
    ...spread(account.refusals),
    ...spread(account.firstWords),
    ms(longestWait),
    ms(before),
    ms(after),
    ms(recoveredAfter),
  ]);
  const health = results.flatMap(({ way, probed }) =>
    probed.map(({ name, tookMs, failures }) => [
      `${name}, ${way}`,
      String(tookMs.length),
      String(failures.length),
      ...spread(tookMs),
    ]),
  );
  return [
    table(["way", "asked", "whole", "429", "other", "429 by workers", "most running", "waiting", "left"], counts),
    table(
      ["way", "429 p50", "p99", "most", "first words p50", "p99", "most", "line", "alone before", "after", "recovered"],
      times,
    ),
    table(["/health of, under", "asked", "failed", "p50", "p99", "most"], health),
  ].join("\n\n");
}

export function slowReadersReport(result: SlowReadersResult): string {
  const { readers, asked, made, madeMeanwhile, processes, whole, continued, freedAfter } = result;
  return [
    `${readers} slow readers: ${mb(made * tokenBytes)} of ${mb(asked * tokenBytes)} made, and ` +
      `${mb(madeMeanwhile * tokenBytes)} while it was looked on. ${whole} of ${continued} that read on were whole. ` +
      `Those who vanished had freed their slots after ${ms(freedAfter)}.`,
    table(
      ["process", "heap and buffers before", "stalled", "later", "RSS before", "stalled", "later"],
      processes.map(({ name, before, stalled, after }) => [
        name,
        ...[before, stalled, after].map(({ heapUsed, buffers }) => mb(heapUsed + buffers)),
        ...[before, stalled, after].map(({ rss }) => mb(rss)),
      ]),
    ),
  ].join("\n\n");
}

export function memoryReport(rows: readonly { name: string; before: number; after: number }[]): string {
  return table(
    ["process", "heap before", "after", ""],
    rows.map(({ name, before, after }) => [
      name,
      mb(before),
      mb(after),
      `${((after / before - 1) * 100).toFixed(1)} %`,
    ]),
  );
}
