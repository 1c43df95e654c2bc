import { quantile } from "@modelfleet/client/operator";
import type { FleetStatus, InstanceStatus } from "./fleet-history.ts";

/** An instance as JSON; figures are null where the worker does not tell them. */
export interface StatusRow {
  modelName: string;
  modelType: string;
  host: string;
  port: number;
  healthy: boolean;
  enabled: boolean;
  /** ISO 8601 without a zone: by the controller's clock. */
  lastHeartbeat: string | null;
  /** `here`, `none` (the worker has none), `refused` or `unreachable`. */
  figures: string;
  requestsInFlight: number | null;
  requestsWaiting: number | null;
  slots: number | null;
  tokensPerSecond: number | null;
  outputTokens: number | null;
  /** Of the last minute, as `top` shows it. */
  firstTokenSeconds: number | null;
  /** Since the worker started. */
  firstTokenSecondsP50: number | null;
  firstTokenSecondsP99: number | null;
  requests: { ok: number; error: number; cancelled: number; refused: number } | null;
}

export function statusRows({ instances }: FleetStatus): StatusRow[] {
  return instances.map(statusRow);
}

function statusRow({ instance, figuresState, figures, tokensPerSecond, firstTokenSeconds }: InstanceStatus): StatusRow {
  const { modelName, workerType, host, port, healthy, enabled, lastHeartbeat } = instance;
  return {
    modelName,
    modelType: workerType,
    host,
    port,
    healthy,
    enabled,
    lastHeartbeat: lastHeartbeat ?? null,
    figures: figuresState,
    requestsInFlight: figures?.inFlight ?? null,
    requestsWaiting: figures?.waiting ?? null,
    slots: figures?.slots ?? null,
    tokensPerSecond: rounded(tokensPerSecond),
    outputTokens: figures?.outputTokens ?? null,
    firstTokenSeconds: rounded(firstTokenSeconds),
    firstTokenSecondsP50: rounded(figures && quantile(figures.firstToken, 0.5)),
    firstTokenSecondsP99: rounded(figures && quantile(figures.firstToken, 0.99)),
    requests: figures?.requests ?? null,
  };
}

/** To thousandths: more is noise. */
function rounded(value: number | undefined): number | null {
  return value === undefined ? null : Math.round(value * 1000) / 1000;
}
