export { observeCalls } from "./observe-calls.ts";
export { observeFleet } from "./observe-fleet.ts";
export type { Side, TelemetryOptions } from "./telemetry.ts";
