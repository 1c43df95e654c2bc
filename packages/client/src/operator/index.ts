// What consoles for operators read of a fleet, beside its registry: figures, ages of heartbeats, types of parameters.
export { HeartbeatClock } from "./heartbeat-clock.ts";
export { type Distribution, type ModelFigures, quantile, readModelFigures } from "./model-figures.ts";
export { isSecretParameter, type ParameterType, parameterType } from "./parameter-type.ts";
export { type Metric, parseMetrics } from "./parse-metrics.ts";
