import type { FleetOptions } from "@modelfleet/client";
import { createFleet } from "@modelfleet/client/node";
import { promptOf } from "../expected-answer.ts";
import type { Way } from "../ledger.ts";
import { chatModel, embeddingModel } from "../models.ts";
import type { Caller } from "./caller.ts";

/** Our own client, at the cluster itself or behind a gateway. */
export function fleetCaller(way: Way, options: FleetOptions): Caller {
  const fleet = createFleet(options);
  return {
    way,
    async *chat(question, signal) {
      const stream = fleet.chat.stream({ model: chatModel, messages: promptOf(question) }, { signal });
      for await (const { delta } of stream) yield delta;
    },
    async whole(question, signal) {
      return (await fleet.chat.generate({ model: chatModel, messages: promptOf(question) }, { signal })).text;
    },
    embed: (input, signal) => fleet.embed({ model: embeddingModel, input }, { signal }),
    count: (prompt, signal) => fleet.countTokens({ model: chatModel, prompt }, { signal }),
    close: () => fleet.close(),
  };
}
