import { checkInput, numberFrom } from "@modelfleet/core";
import * as v from "valibot";
import type { DefaultLLMClientOptions } from "./llm-client.ts";
import type { ClusterOptions } from "./remote-llm-client.ts";

export interface FleetOptions extends ClusterOptions, DefaultLLMClientOptions {}

const aFunction = v.custom<never>((value) => typeof value === "function", "must be a function");
const duration = v.exactOptional(numberFrom(0, Infinity));
/** No longer than timers can be set. */
const wait = v.exactOptional(numberFrom(0, 2 ** 31 - 1));
const now = v.optional(aFunction);
const flag = v.optional(v.boolean());

/** Every option of a fleet, by its name, so that a misspelt one is an error and not a surprise. */
const fleetOptionsSchema = v.strictObject({
  controller: v.union([v.string(), v.array(v.string())]),
  transport: v.optional(v.custom<never>((value) => typeof value === "object" && value !== null, "must be a transport")),
  fetch: v.optional(aFunction),
  token: v.optional(v.union([v.string(), aFunction])),
  headers: v.optional(v.record(v.string(), v.string())),
  timeouts: v.optional(v.strictObject({ connectMs: duration, firstFrameMs: duration, idleMs: duration })),
  trace: v.optional(aFunction),
  policy: v.optional(aFunction),
  cache: v.optional(v.strictObject({ freshMs: duration, staleMs: duration, patienceMs: wait, now })),
  breaker: v.optional(v.strictObject({ restMs: duration, maxRestMs: duration, now })),
  random: v.optional(aFunction),
  resolveWorkerUrl: v.optional(aFunction),
  gateway: v.optional(v.union([v.string(), v.instance(URL)])),
  deltaStreams: flag,
  maxFrameBytes: v.optional(numberFrom(1, Infinity, true)),
  autoConvertMessages: flag,
} satisfies Record<keyof FleetOptions, v.GenericSchema>);

/** @throws InvalidInputError */
export function checkFleetOptions(options: FleetOptions): void {
  checkInput(fleetOptionsSchema as v.GenericSchema<unknown, unknown>, options, "The fleet's configuration");
}
