import { checkInput } from "@modelfleet/core";
import * as v from "valibot";
import type { DefaultLLMClientOptions } from "./llm-client.ts";
import type { ClusterOptions } from "./remote-llm-client.ts";

export interface FleetOptions extends ClusterOptions, DefaultLLMClientOptions {}

const aFunction = v.custom<never>((value) => typeof value === "function", "must be a function");
const number = v.exactOptional(v.number());
const now = v.optional(aFunction);
const flag = v.optional(v.boolean());

/** Every option of a fleet, by its name, so that a misspelt one is an error and not a surprise. */
const fleetOptionsSchema = v.strictObject({
  controller: v.union([v.string(), v.array(v.string())]),
  transport: v.optional(v.custom<never>((value) => typeof value === "object" && value !== null, "must be a transport")),
  fetch: v.optional(aFunction),
  token: v.optional(v.union([v.string(), aFunction])),
  headers: v.optional(v.record(v.string(), v.string())),
  timeouts: v.optional(v.strictObject({ connectMs: number, firstFrameMs: number, idleMs: number })),
  trace: v.optional(aFunction),
  policy: v.optional(aFunction),
  cache: v.optional(v.strictObject({ freshMs: number, staleMs: number, now })),
  breaker: v.optional(v.strictObject({ restMs: number, maxRestMs: number, now })),
  random: v.optional(aFunction),
  resolveWorkerUrl: v.optional(aFunction),
  gateway: v.optional(v.union([v.string(), v.instance(URL)])),
  deltaStreams: flag,
  maxFrameBytes: v.optional(v.number()),
  autoConvertMessages: flag,
} satisfies Record<keyof FleetOptions, v.GenericSchema>);

/** @throws InvalidInputError */
export function checkFleetOptions(options: FleetOptions): void {
  checkInput(fleetOptionsSchema as v.GenericSchema<unknown, unknown>, options, "The fleet's configuration");
}
