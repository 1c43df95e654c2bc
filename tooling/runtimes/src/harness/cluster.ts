import { createStandInCluster, type StandInCluster, type StandInModel } from "@modelfleet/testing";
import { type ServedStandIn, serveStandIn } from "@modelfleet/testing/node";
import type { SmokeTarget } from "../smoke/report.ts";
import { answer, models } from "../smoke/scenario.ts";
import { serveControl } from "./control.ts";
import { freePort } from "./free-port.ts";

export interface SmokeCluster {
  target: SmokeTarget;
  /** The models whose generations were cancelled. */
  cancelled: ReadonlySet<string>;
  /** Resolves when no generation runs. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Everything that one run of the suite talks to, on free ports of loopback. */
export async function startCluster(): Promise<SmokeCluster> {
  const open: { close(): Promise<void> }[] = [];
  const serve = async (cluster: StandInCluster): Promise<ServedStandIn> => {
    const served = await serveStandIn(cluster);
    open.push(served);
    return served;
  };

  const main = createStandInCluster({ models: scripted, cors: "*" });
  main.fault("workers", { type: "hang", when: ({ body }) => asks(body, models.silent) });
  main.fault("workers", { type: "stall", when: ({ body }) => asks(body, models.stalling) });
  main.fault("workers", { type: "reset", when: ({ body }) => asks(body, models.dying) });
  main.fault("workers", { type: "status", status: 500, when: ({ body }) => asks(body, models.failing) });
  // Pieces that end inside frames and inside characters.
  main.fault("workers", { type: "chunks", bytes: 7, when: ({ body }) => asks(body, models.chat) });
  const served = await serve(main);
  const deltas = await serve(createStandInCluster({ models: scripted, cors: "*", deltaStreams: true }));
  const withoutCors = await serve(createStandInCluster({ models: scripted }));

  const control = await serveControl({
    asked: (model, signal) =>
      main.waitFor((event) => event.type === "request" && asks(event.request.body, model), { signal }),
    cancelled: (model, signal) =>
      main.waitFor((event) => event.type === "generation-cancel" && event.model === model, { signal }),
  });
  open.push(control);

  const cancelled = new Set<string>();
  main.subscribe((event) => {
    if (event.type === "generation-cancel") cancelled.add(event.model);
  });

  return {
    target: {
      controller: served.controllerUrl,
      deltaController: deltas.controllerUrl,
      control: control.url,
      refused: `http://127.0.0.1:${await freePort()}`,
      withoutCors: { controller: withoutCors.controllerUrl, worker: withoutCors.workerUrls[0] ?? "" },
    },
    cancelled,
    idle: () => main.idle(),
    async close() {
      await Promise.all(open.map((server) => server.close()));
    },
  };
}

const spoken = [
  ...answer.map((_, index) => ({ text: answer.slice(0, index + 1).join("") })),
  { text: answer.join(""), finishReason: "stop" },
];

/** Longer than any check waits: only a cancellation ends it. */
const endless = { answer: "on ".repeat(3_000), tokenDelayMs: 20 };

const scripted: readonly StandInModel[] = [
  { name: models.chat, answer: spoken },
  { name: models.silent },
  { name: models.stalling, answer: spoken },
  { name: models.dying, answer: spoken },
  { name: models.abort, ...endless },
  { name: models.leave, ...endless },
  { name: models.abandoned, ...endless },
  { name: models.failing },
  { name: models.embedding, type: "text2vec" },
  { name: models.reranker, type: "reranker" },
];

function asks(body: unknown, model: string): boolean {
  return typeof body === "object" && body !== null && "model" in body && body.model === model && "messages" in body;
}
