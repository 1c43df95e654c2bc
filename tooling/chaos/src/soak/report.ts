import { outcomes, ways } from "../ledger.ts";
import { table } from "../table.ts";
import type { SoakResult, SoakSample } from "./soak.ts";

const mb = (bytes: number): string => (bytes / 1e6).toFixed(1);

export const sampleHead = "minute, requests; of each process: heap / RSS in MB, sockets, timers";

/** A sample in a line. */
export function sampleLine({ number, asked, processes }: SoakSample): string {
  const each = processes.map(
    ({ name, heapUsed, rss, sockets, timers }) =>
      `${name} ${mb(heapUsed)}/${(rss / 1e6).toFixed(0)} ${sockets}s ${timers}t`,
  );
  const when = number > 0 ? String(number) : "warm-up";
  return `${when.padStart(7)} ${String(asked).padStart(7)}  ${each.join(" · ")}`;
}

export function soakReport({ tally, models, growths, workers, broken }: SoakResult): string {
  const counts = [...ways, undefined].map((way) => [
    way ?? "all",
    ...outcomes.map((outcome) => String(tally.count(outcome, way))),
  ]);
  const ended = Object.entries(workers.ended).map(([outcome, count]) => `${count} ${outcome}`);
  const sections = [
    `${tally.asked} requests, ${tally.accounted} accounted for; ${models} models came and went.`,
    table(["way", ...outcomes], counts),
    `Workers counted ${ended.join(", ")}; ${workers.running} run, ${workers.waiting} wait.`,
    table(
      ["process", "heap first", "heap last", "", "slope/sample", "RSS first", "RSS last", "sockets", "timers"],
      growths.map(({ name, heap, rss, heapSlope, sockets, timers }) => [
        name,
        `${mb(heap.first)} MB`,
        `${mb(heap.last)} MB`,
        `${((heap.last / heap.first - 1) * 100).toFixed(1)} %`,
        `${(heapSlope / 1e3).toFixed(1)} kB`,
        `${mb(rss.first)} MB`,
        `${mb(rss.last)} MB`,
        `${sockets.first} > ${sockets.last}`,
        `${timers.first} > ${timers.last}`,
      ]),
    ),
    broken.length === 0 ? "Every promise held." : `${broken.length} broken:\n${broken.slice(0, 40).join("\n")}`,
  ];
  return `${sections.join("\n\n")}\n`;
}
